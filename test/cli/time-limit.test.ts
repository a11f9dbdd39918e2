import { createServer } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import {
  type Asked,
  dripsBody,
  dripsHead,
  type Fault,
  type FaultyServer,
  silent,
  startFaultyServer,
  throttled,
} from './faulty-server.ts';
import { oneOf, pairs } from '../matrix.ts';
import { expectExit } from './fit-machine.ts';
import { validRun } from './valid-run.ts';
import { type Ended, filesOf, start, whyslow, withFolder } from './whyslow.ts';

const started: FaultyServer[] = [];
afterAll(() => Promise.all(started.map((server) => server.stop())));

async function serverWith(faultFor: (asked: Asked) => Fault | null): Promise<FaultyServer> {
  const server = await startFaultyServer(faultFor);
  started.push(server);
  return server;
}

const only =
  (wanted: Asked['what'], fault: Fault, after = 0) =>
  ({ what, before }: Asked): Fault | null =>
    what === wanted && before >= after ? fault : null;

const env = { WHYSLOW_PASSWORD: 'pass-phrase' };
const ACCOUNT = ['--user', 'me', '--preset', 'simplejwt', '--api', '/api/me/'];

const measured = (args: readonly string[]): Promise<Ended & { readonly run: Run }> =>
  withFolder(async (out) => {
    const ended = await whyslow([...args, '--out', out], { env });
    return { ...ended, run: validRun((await filesOf(out)).get('run.json') ?? '') };
  });

const answersWhyslowOnly: Fault = ({ headers }, response) => {
  if (headers['user-agent'] === 'whyslow') response.end('ok');
};

const faults = [
  ['never answers', silent],
  ['sends single bytes, and never ends the body', dripsBody],
  ['sends single bytes, and never ends the head', dripsHead],
] as const;

// These tests mostly wait for a time limit, so several run at once.
describe.concurrent('a command ends at its limit', () => {
  test.each(faults)('a page that %s: the diagnosis ends at its limit, and names the step', async (_what, fault) => {
    const server = await serverWith(only('page', fault));
    const { code, run } = await measured(['diagnose', server.url, '--timeout', '1m', '--time-limit', '4s']);
    expect(code).toBe(16);
    expect(run.exit.reason).toMatch(/^nothing measured: time limit of 4 s reached .+; --time-limit 8s allows more$/);
    expect(run.findings.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });

  const steps: readonly (readonly [string, Asked['what'], number, RegExp])[] = [
    ['a login that', 'login', 0, /\(looking for the login\)/],
    ['the sign-ins of the load, whose login', 'login', 1, /time limit of 8 s reached/],
    // On a busy machine the 8 s end before the trial.
    [
      'a refresh under load that',
      'refresh',
      0,
      /during refresh, one at a time: 0 of 300 requests|refresh \(not measured\); time limit of 8 s reached/,
    ],
  ];

  test.each(
    pairs(steps, faults).map(([[step, ...rest], [what, fault]]) => [`${step} ${what}`, fault, ...rest] as const),
  )('%s: the load ends at its limit, with exit 16', async (_what, fault, wanted, after, said) => {
    const server = await serverWith(only(wanted, fault, after));
    const args = ['load', server.url, ...ACCOUNT, '--suite', 'refresh', '--time-limit', '8s'];
    const { code, run } = await measured(args);
    expect(code).toBe(16);
    expect(run.exit.reason).toMatch(said);
    expect(run.timeLimit).toEqual({ ms: 8_000, reached: expect.stringContaining('--time-limit 16s allows more') });
  });

  test.each(oneOf(faults, 1))(
    'a check whose refresh %s: verify ends at its limit, and decides nothing',
    async (_what, fault) => {
      const server = await serverWith(only('refresh', fault));
      const { code, run } = await measured(['verify', server.url, ...ACCOUNT, '--time-limit', '8s']);
      expect(run.timeLimit?.reached).toContain('time limit of 8 s reached');
      expect(run.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
      expect([0, 16]).toContain(code);
    },
  );

  test.each(oneOf(faults, 2))('a comparison with a server whose refresh %s ends at its limit', async (_what, fault) => {
    const servers = [await serverWith(() => null), await serverWith(only('refresh', fault))];
    const urls = servers.map(({ url }) => url);
    const { code, run } = await measured(['compare', ...urls, ...ACCOUNT, '--suite', 'refresh', '--time-limit', '8s']);
    expect(code).toBe(16);
    expect(run.exit.reason).toContain('time limit of 8 s reached');
  });

  test('clients of a server that does not answer end at the limit', async () => {
    const server = await serverWith(() => answersWhyslowOnly);
    const { code, run } = await measured(['clients', server.url, '--real', '--timeout', '1m', '--time-limit', '8s']);
    expect(run.timeLimit?.reached).toContain('time limit of 8 s reached');
    expect(code).toBe(0);
  });

  test('a server that accepts and never sends a byte: --wait ends at the limit of the command', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, run } = await measured(['diagnose', url, '--wait', '1h', '--timeout', '1m', '--time-limit', '4s']);
    expect(code).toBe(16);
    expect(run.exit.reason).toContain('time limit of 4 s reached (waiting for ');
    server.close();
  });

  test.each(['soon', '30'])('a wait is reported in a pipe, with its end: Retry-After %s', async (text) => {
    const server = await serverWith(only('refresh', throttled(text)));
    const running = start(['load', server.url, ...ACCOUNT, '--suite', 'refresh', '--time-limit', '40s'], { env });
    await running.saw('waiting: the server answered 429');
    expect(running.said()).toMatch(
      /^whyslow: 10 s, refresh.*429, .*; ends by 60 s of this trial, 40 s in all \(--time-limit\)$/m,
    );
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });

  test.each(['0', '86400'])('Retry-After %s on every answer: the load ends', async (text) => {
    const server = await serverWith(only('refresh', throttled(text)));
    const { code, run } = await measured(['load', server.url, ...ACCOUNT, '--suite', 'refresh']);
    expect({ code, reached: run.timeLimit?.reached }).toEqual({ code: 16, reached: null });
  });
});

test('the measurements up to the limit are judged, the rest is listed, and the verdict is no pass', async () => {
  const server = await serverWith(only('refresh', silent));
  const suites = ['--suite', 'refresh,api', '--time-limit', '4s', '--format', 'json,markdown'];
  const { code, stdout, run } = await measured(['load', server.url, ...ACCOUNT, ...suites]);
  expect(code).toBe(16);
  expect(run.exit.reason).toContain('api (not measured)');
  expect(run.notChecked).toContain('api: not measured');
  expect(run.verdicts.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('time limit of 4 s reached');
});

/** Answers the judged trials, which have one connection at a time, and not the trial with ten of them. */
function silentToMany(): (asked: Asked) => Fault | null {
  const open = new Set<Socket>();
  return ({ what }) => (what === 'api' ? onFew : null);

  function onFew({ socket }: IncomingMessage, response: ServerResponse): void {
    if (!open.has(socket)) socket.once('close', () => open.delete(socket));
    open.add(socket);
    if (open.size < 5) response.setHeader('content-type', 'application/json').end('{}');
  }
}

test('a limit reached after the judged trials is reported, and the verdict is no pass', async () => {
  const server = await serverWith(silentToMany());
  const { stdout, run } = await measured([
    'load',
    server.url,
    ...ACCOUNT,
    '--suite',
    'api',
    '--requests',
    '200',
    '--time-limit',
    '8s',
  ]);
  // Of a valid trial, exit code 0 without a pass is "inconclusive".
  expectExit(run, 0, /^/);
  expect(run.verdict).not.toBe('pass');
  expect(['pass', 'invalid']).toContain(run.verdicts[0]?.verdict);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('▲ time limit of 8 s reached during api');
  expect(stdout).not.toContain('nothing slows');
});

test('200 connections cause no warning of Node', async () => {
  const server = await serverWith(() => null);
  const load = [
    '--suite',
    'refresh,api',
    '--requests',
    '40',
    '--connections',
    '200',
    '--second-opinion',
    '--rate',
    '200/s',
  ];
  const { code, stderr } = await measured(['load', server.url, ...ACCOUNT, ...load]);
  expect([0, 10, 13]).toContain(code);
  expect(stderr).not.toMatch(/Warning|node:|trace/);
});
