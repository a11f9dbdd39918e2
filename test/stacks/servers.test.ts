import { expect, test } from 'vitest';
import { recogniseServer, serverStacks } from '../../src/stacks/servers/index.ts';
import { serverCommands } from './server-commands.ts';

test.each(serverCommands)('the process "%s" is %s', (command, id) =>
  expect(recogniseServer(command, null)?.id ?? null).toBe(id),
);

test('every stack of the catalogue has a command line above', () => {
  const known = new Set(serverCommands.map(([, id]) => id));
  expect(serverStacks.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(serverStacks.map(({ id }) => id)).size).toBe(serverStacks.length);
});

test.each([
  ['WSGIServer/0.2 CPython/3.11.2', 'django-runserver'],
  ['SimpleHTTP/0.6 Python/3.11.2', 'python-http-server'],
  ['BaseHTTP/0.6 Python/3.11.2', null],
  ['nginx/1.24.0', 'nginx'],
  ['Kestrel', 'kestrel'],
  ['Werkzeug/3.0.1 Python/3.12.0', 'flask'],
  ['gunicorn', 'gunicorn'],
  ['gunicorn/19.9.0', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['Apache-Coyote/1.1', null],
  ['a proxy before gunicorn', null],
  ['', null],
])('the header "%s" is %s', (header, id) => expect(recogniseServer(null, header)?.id ?? null).toBe(id));

test.each([
  ['the process is believed before the header', 'gunicorn shop.wsgi', 'Werkzeug/3.0.1', 'gunicorn'],
  ['without a known process the header decides', 'python shop.py', 'Werkzeug/3.0.1', 'flask'],
  ['even where the header is the more particular one', 'node server.js', 'uvicorn', 'node-http'],
  ['without a known process and header there is no stack', null, null, null],
])('%s', (_promise, command, header, id) => expect(recogniseServer(command, header)?.id ?? null).toBe(id));

const facts = { port: 8_123, peer: '::1', platform: 'linux', savesMs: 5 };

test.each([
  ['python manage.py runserver', 'linux', "python manage.py runserver '[::]:8123'"],
  ['python manage.py runserver', 'win32', 'python manage.py runserver "[::]:8123"'],
  ['gunicorn shop.wsgi', 'linux', "gunicorn --bind '[::]:8123' …"],
  ['node server.js', 'win32', 'server.listen(8123)'],
])('%s on %s listens on both families with a line that is quoted for its shell', (command, platform, line) =>
  expect(recogniseServer(command, null)?.remedies['one-family-listener']?.({ ...facts, platform })).toMatchObject([
    { command: line, where: 'server', savesMs: 5 },
  ]),
);

test.each([
  ['::1', 'linux', "docker run -p '[::1]:8123:8123' …"],
  ['::1', 'win32', 'docker run -p "[::1]:8123:8123" …'],
  ['127.0.0.1', 'linux', 'docker run -p 127.0.0.1:8123:8123 …'],
])('a container is published on %s with a command that is quoted for a shell on %s', (peer, platform, command) =>
  expect(
    recogniseServer('docker-proxy -proto tcp', null)?.remedies['accept-then-reset']?.({ ...facts, peer, platform }),
  ).toMatchObject([{ command }, {}]),
);
