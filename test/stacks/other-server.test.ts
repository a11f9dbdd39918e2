import { expect, test } from 'vitest';
import { serverStacks } from '../../src/stacks/servers/index.ts';

const facts = (peer: string) => ({ port: 8_000, peer, platform: 'linux', savesMs: 2_030 });

const lineOf = (stack: string, finding: string, peer: string) => {
  const [advice] = serverStacks.find(({ id }) => id === stack)?.remedies[finding]?.(facts(peer)) ?? [];
  return advice?.command ?? advice?.do;
};

test.each([
  ['django-runserver', '127.0.0.1:6379', "CACHES['default']['LOCATION'] = 'redis://127.0.0.1:6379'"],
  ['django-runserver', '127.0.0.1:5432', "DATABASES['default']['HOST'] = '127.0.0.1'"],
  [
    'django-runserver',
    '127.0.0.1:9999',
    'name the other server by 127.0.0.1:9999 in settings.py or in the environment',
  ],
  ['gunicorn', '127.0.0.1:6379', "CACHES['default']['LOCATION'] = 'redis://127.0.0.1:6379'"],
  ['nginx', '127.0.0.1:8001', 'proxy_pass http://127.0.0.1:8001;'],
  ['vite', '127.0.0.1:8001', "server: { proxy: { '/api': 'http://127.0.0.1:8001' } }"],
  [
    'webpack-dev-server',
    '127.0.0.1:8001',
    "devServer: { proxy: [{ context: ['/api'], target: 'http://127.0.0.1:8001' }] }",
  ],
  ['php-builtin', '127.0.0.1:3306', 'DB_HOST=127.0.0.1'],
  ['php-builtin', '127.0.0.1:6379', 'REDIS_HOST=127.0.0.1'],
])('%s names %s by its address', (stack, peer, line) =>
  expect(lineOf(stack, 'downstream-late-refusal', peer)).toBe(line),
);

test.each([
  ['django-runserver', '127.0.0.1:5432', "DATABASES['default']['CONN_MAX_AGE'] = 60"],
  [
    'django-runserver',
    '127.0.0.1:6379',
    'make one client of the other server when the process starts, and use it in all views',
  ],
  ['nginx', '127.0.0.1:8001', 'upstream app { server 127.0.0.1:8001; keepalive 16; }'],
])('%s keeps its connection to %s open', (stack, peer, line) =>
  expect(lineOf(stack, 'downstream-connect-each-request', peer)).toBe(line),
);
