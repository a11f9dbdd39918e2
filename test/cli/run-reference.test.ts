import { expect, test } from 'vitest';
import { serveReference } from '../../src/reference/listen.ts';
import { impossibleChecks } from '../reference/impossible-checks.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { validRun } from './valid-run.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';

test('without a URL, run measures the embedded server and exits 0', () =>
  withFolder(async (out) => {
    const ended = await whyslow(['run', '--json', '--out', out]);
    const run = validRun(ended.stdout);
    expect(ended.code).toBe(0);
    expect(run.exit).toEqual({ code: 0, reason: 'pass' });
    expect(run.target.embedded).toBe(true);
    expect(new Set(run.suites.map(({ suite }) => suite))).toEqual(new Set(['refresh', 'api', 'login']));
    expect(run.suites.map(({ errors }) => errors)).toEqual(run.suites.map(() => 0));
    expect(run.verdicts.map(({ target, verdict }) => [target, verdict])).toEqual([
      ['refresh mean < 30ms', 'pass'],
      ['api mean < 100ms', 'pass'],
      ['login mean < 500ms', 'pass'],
    ]);
    const impossible = run.checks.filter(({ outcome }) => outcome === 'not-applicable').map(({ id }) => id);
    expect(impossible.toSorted()).toEqual(impossibleChecks.toSorted());
    const possible = run.checks.filter(({ id }) => !impossible.includes(id));
    expect(possible.map(({ id, outcome }) => [id, outcome])).toEqual(possible.map(({ id }) => [id, 'pass']));
    const files = await filesOf(out);
    expect([...files.keys()].sort()).toEqual(expect.arrayContaining(['report.md', 'run.json']));
    expect(validRun(files.get('run.json') ?? '')).toEqual(run);
  }));

test('each refresh token is presented once by the suites, and no token or password is written anywhere', () =>
  withFolder(async (out) => {
    const reference = await serveReference({ port: 0, users: 3, password: PASSWORD });
    const proxy = await startRecordingProxy(reference.url);
    try {
      const ended = await whyslow(
        [
          'load',
          proxy.url,
          '--user',
          'user2',
          '--suite',
          'refresh,api',
          '--requests',
          '60',
          '--connections',
          '4',
          '--out',
          out,
        ],
        { env: { WHYSLOW_PASSWORD: PASSWORD } },
      );
      expect(ended.code).toBe(0);
      expect(proxy.presented.size).toBeGreaterThan(130);
      expect(Math.max(...proxy.presented.values())).toBe(1);
      expect(proxy.issued.size).toBeGreaterThan(260);
      const written = [ended.stdout, ended.stderr, ...(await filesOf(out)).values()].join('\n');
      expect(written).not.toContain(PASSWORD);
      expect([...proxy.issued].filter((token) => written.includes(token))).toEqual([]);
    } finally {
      await proxy.close();
      await reference.close();
    }
  }));

test('the security checks write no token', () =>
  withFolder(async (out) => {
    const reference = await serveReference({ port: 0, users: 1, password: PASSWORD });
    const proxy = await startRecordingProxy(reference.url);
    try {
      const ended = await whyslow(
        ['verify', proxy.url, '--user', 'user1', '--out', out, '--format', 'markdown,json,terminal'],
        {
          env: { WHYSLOW_PASSWORD: PASSWORD },
        },
      );
      expect(ended.code).toBe(0);
      expect(Math.max(...proxy.presented.values())).toBeGreaterThanOrEqual(10);
      const written = [ended.stdout, ended.stderr, ...(await filesOf(out)).values()].join('\n');
      expect([PASSWORD, ...proxy.issued].filter((secret) => written.includes(secret))).toEqual([]);
    } finally {
      await proxy.close();
      await reference.close();
    }
  }));
