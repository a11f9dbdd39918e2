import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { freePort } from '../serve/port.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 1, password: 'right-password' });
});
afterAll(() => reference.close());

const noStack = /\n\s+at /;

test.each([
  ['an invalid URL', ['run', 'http://'], 2, 'is not a URL'],
  ['an unsupported scheme', ['ftp://localhost'], 2, 'speaks http and https'],
  ['a url with a password in it', ['run', 'http://me:secret@localhost:1'], 2, '--user NAME'],
  ['an unknown option', ['run', '--fats'], 2, "unknown option '--fats'"],
  ['an unknown preset', ['run', '--preset', 'keycloack'], 2, 'Presets: simplejwt'],
  ['an unknown suite', ['load', '--suite', 'signup'], 2, 'Suites: refresh, api, login'],
  ['a threshold with an unknown statistic', ['run', '--target', 'refresh p42 < 30ms'], 2, '^ expected a statistic'],
  ['a threshold with the wrong unit', ['run', '--target', 'refresh mean < 30/s'], 2, 'a unit: us, ms, s'],
  ['a count below one', ['run', '--requests', '0'], 2, 'whole number from 1 up'],
  ['a missing run', ['report', '/no/such/run.json'], 2, 'cannot be read'],
  ['an unknown finding', ['explain', 'no-such-finding'], 2, 'whyslow explain lists them'],
  ['a mistyped finding', ['explain', 'delayed-ack-stal'], 2, 'Did you mean delayed-ack-stall?'],
  ['a mistyped check that was replaced', ['explain', 'overlong-lifetme'], 2, 'Did you mean overlong-lifetime?'],
  ['the beginning of a fault', ['lab', 'worker-p'], 2, 'Did you mean worker-pool-plateau?'],
  ['a mistyped command', ['rnu'], 2, 'Unknown command "rnu". Did you mean run? For a host of that name: http://rnu'],
  ['a mistyped command with a URL', ['dignose', 'http://127.0.0.1:1'], 2, 'Did you mean diagnose?'],
  ['help for a mistyped command', ['help', 'dignose'], 2, 'Did you mean diagnose?'],
  ['a command behind its server', ['8000', 'run'], 2, 'The command stands before the server: whyslow run 8000'],
  ['several servers and one run', ['8000', '8001', '--against', 'last'], 2, '2 were named: name one.'],
  ['a mistyped option', ['8000', '--formt', 'json'], 2, '(Did you mean --format?)\n(whyslow diagnose --help shows'],
  ['an option with a secret', ['8000', '--tokn=hunter2N'], 2, "unknown option '--tokn=***'"],
  [
    'the last run where there is none',
    ['8000', '--against', 'last'],
    2,
    'no saved diagnose of port 8000 below reports/',
  ],
  ['a missing account', ['verify', 'http://127.0.0.1:1'], 2, 'add --user NAME'],
  ['a missing password', ['verify', 'http://127.0.0.1:1', '--user', 'me'], 2, 'Set WHYSLOW_PASSWORD'],
  ['a folder that cannot be made', ['run', '--out', '/proc/here'], 2, 'cannot be written'],
])('%s ends with one clear line and its exit code', async (_what, args, code, line) => {
  const ended = await withFolder((cwd) => whyslow(args, { cwd }));
  expect(ended.stderr).toContain(line);
  expect(ended.stderr).not.toMatch(noStack);
  expect(ended.stdout).toBe('');
  expect(ended.code).toBe(code);
});

test('a port without a listener is exit 14, and the run is saved', () =>
  withFolder(async (out) => {
    const ended = await whyslow([`http://127.0.0.1:${await freePort()}`, '--out', out]);
    expect(ended.code).toBe(14);
    expect(ended.stdout).toContain('no server answers on port');
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit.code).toBe(14);
    expect(run.findings.find(({ id }) => id === 'unreachable-target')?.outcome).toBe('fail');
  }));

test('a port with another protocol than HTTP is exit 14', () =>
  withFolder(async (out) => {
    // The server closes before it has read the request, so the kernel may send a reset.
    const babbler = createTcpServer((socket) => socket.on('error', () => {}).end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => void babbler.listen(0, '127.0.0.1', resolve));
    const { port } = babbler.address() as AddressInfo;
    const ended = await whyslow([`http://127.0.0.1:${port}`, '--out', out]);
    babbler.close();
    expect(ended.code).toBe(14);
    expect(ended.stdout).toMatch(/speaks SMTP,\s+not http/);
  }));

test('a name that does not resolve is exit 14 and named', () =>
  withFolder(async (out) => {
    const ended = await whyslow(['http://no-such-host.invalid:80', '--out', out]);
    expect(ended.code).toBe(14);
    expect(ended.stdout).toContain('no-such-host.invalid does not resolve');
  }));

test('a wrong password is exit 15, names the account, and keeps the diagnosis', () =>
  withFolder(async (out) => {
    const ended = await whyslow(['run', reference.url, '--user', 'user1', '--out', out, '--quiet'], {
      env: { WHYSLOW_PASSWORD: 'wrong-password' },
    });
    expect(ended.code).toBe(15);
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit.reason).toContain('answered 401 for user "user1"');
    expect(run.addresses.length).toBeGreaterThan(0);
    expect(JSON.stringify(run)).not.toContain('wrong-password');
  }));

test('the password may come from the first line of a file', () =>
  withFolder(async (out) => {
    const file = join(out, 'password');
    await writeFile(file, 'right-password\nanything else\n');
    const ended = await whyslow([
      'verify',
      reference.url,
      '--user',
      'user1',
      '--password-file',
      file,
      '--out',
      join(out, 'reports'),
    ]);
    expect(ended.code).toBe(0);
  }));

test('--quiet prints nothing on success', () =>
  withFolder(async (out) => {
    expect(await whyslow([reference.url, '--quiet', '--out', out])).toEqual({ code: 0, stdout: '', stderr: '' });
  }));

test('with --json, stdout holds only the run; messages go to stderr', () =>
  withFolder(async (out) => {
    const ended = await whyslow([reference.url, '--json', '--out', out]);
    expect(validRun(ended.stdout).command).toBe('diagnose');
    expect(ended.stderr).toContain('written to');
  }));
