import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config/read.ts';
import { askedUrl } from '../../../src/cli/interactive/init.ts';
import { planText } from '../../../src/cli/interactive/plan.ts';
import { canAsk, type Questions } from '../../../src/cli/interactive/questions.ts';
import { candidatesIn, choiceOf, devServers } from '../../../src/cli/interactive/servers.ts';
import type { Listener } from '../../../src/model/evidence.ts';
import { withFolder } from '../whyslow.ts';

const terminal = { isTTY: true };

test.each([
  ['a terminal', terminal, terminal, {}, true],
  ['input from a pipe', {}, terminal, {}, false],
  ['output to a pipe', terminal, {}, {}, false],
  ['CI', terminal, terminal, { CI: 'true' }, false],
  ['CI=1', terminal, terminal, { CI: '1' }, false],
  ['CI=false', terminal, terminal, { CI: 'false' }, true],
  ['a terminal that cannot move its cursor', terminal, terminal, { TERM: 'dumb' }, false],
])('on %s a person can answer: %#', (_what, stdin, stdout, environment, can) =>
  expect(canAsk(stdin, stdout, environment)).toBe(can),
);

const listener = (port: number, more: Partial<Listener> = {}): Listener => ({
  address: '127.0.0.1',
  family: 4,
  port,
  pid: 7,
  command: 'node server.js',
  ...more,
});

test.each([
  [
    'one choice for each port, in ascending order',
    [listener(9000), listener(8000), listener(8000, { address: '::1' })],
    [8000, 9000],
  ],
  ['wildcards', [listener(1, { address: '0.0.0.0' }), listener(2, { address: '::' })], [1, 2]],
  [
    'no address that localhost does not reach',
    [listener(1, { address: '192.168.0.2' }), listener(2, { address: '::2' })],
    [],
  ],
  [
    'no server that speaks another protocol',
    [listener(22, { command: 'sshd: ***' }), listener(6379, { command: '/usr/bin/redis-server ***' })],
    [],
  ],
  ['programs of other users', [listener(80, { pid: null, command: null })], [80]],
])('the candidates are %s', (_what, listeners, ports) =>
  expect(candidatesIn(listeners).map(({ port }) => port)).toEqual(ports),
);

test('a choice shows the port, the program without its folder, and the folder of its process, all safe to print', () => {
  expect(choiceOf({ port: 80, command: null, folder: null })).toEqual({
    value: 80,
    label: '80     a program of another user',
  });
  expect(
    choiceOf({ port: 8000, command: '/usr/bin/python3 manage.py runserver', folder: '/srv/shop\u001b[2J' }),
  ).toEqual({
    value: 8000,
    label: '8000   python3 manage.py runserver',
    hint: '/srv/shop\ufffd[2J',
  });
  expect(choiceOf({ port: 1, command: 'x'.repeat(100), folder: null }).label).toHaveLength(55);
});

test.skipIf(process.platform !== 'linux')('a server of this folder comes first', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const found = await devServers(process.cwd());
  server.close();
  const own = found.findIndex((each) => each.port === port);
  expect(found[own]).toMatchObject({ folder: process.cwd() });
  expect(found.slice(0, own).every(({ folder }) => folder?.startsWith(process.cwd()))).toBe(true);
});

/** A person who gives these answers in turn. */
function answering(...answers: readonly (number | string | null)[]): Questions {
  const left = [...answers];
  const next = (): unknown => left.shift();
  return {
    choose: async <T>() => next() as T | null,
    confirm: async () => next() as boolean | null,
    text: async (_question, problem) => {
      const answer = next() as string | null;
      return answer === null || problem(answer) === null ? answer : `refused: ${problem(answer)}`;
    },
  };
}

test.each([
  ['a port', [8123], 'http://localhost:8123'],
  ['another URL', [0, 'http://127.0.0.1:9000/api'], 'http://127.0.0.1:9000/api'],
  ['a wrong URL', [0, 'ftp://localhost'], expect.stringMatching(/^refused: .*http/)],
  ['leaving the list', [null], null],
  ['leaving the text', [0, null], null],
])('init asks for the server: %s', async (_what, answers, url: unknown) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = await askedUrl(answering(...answers));
  server.close();
  expect(asked).toEqual(url);
});

test('the plan of a configuration lists its servers, suites and thresholds', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'whyslow.config.yaml');
    const servers =
      'servers:\n  old:\n    url: http://127.0.0.1:8000\n    suites: [refresh, api]\n    targets: [refresh p95 < 30ms]\n  new:\n    url: http://127.0.0.1:8001\n';
    await writeFile(path, `user: ci\n${servers}`);
    expect(planText(await readConfig(path), { width: 80, colour: false, unicode: true })).toBe(
      [
        `${path}:`,
        '  old  http://127.0.0.1:8000  as ci',
        '    suites      refresh, api',
        '    thresholds  refresh p95 < 30ms',
        '  new  http://127.0.0.1:8001  as ci',
        '    suites      all',
        '    thresholds  the defaults',
      ].join('\n'),
    );
  }));
