import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type PlainServer } from './plain-server.ts';
import { untilValid } from './fit-machine.ts';
import { validRun } from './valid-run.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

let server: PlainServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const FEW = ['--requests', '40', '--connections', '1'];

const measured = (args: readonly string[]) =>
  withFolder(async (out) => {
    const ended = await whyslow([args[0] ?? '', ...FEW, ...args.slice(1), '--out', out]);
    return { ...ended, files: await filesOf(out), run: validRun((await filesOf(out)).get('run.json') ?? '') };
  });

describe('without an account, a load is the GET of the URL', () => {
  test('each answer of 2xx is measured, the path and the query are sent, and the values of the query are masked', async () => {
    const before = server.requests.length;
    const { code, run, files } = await measured(['load', `${server.url}/items?q={{x}}&token=hidden-value`]);
    expect(code).toBe(0);
    expect(run.flows).toMatchObject([{ id: 'url', title: 'GET /items?q=***&token=***' }]);
    expect(run.suites.map(({ suite, errors }) => [suite, errors])).toEqual(run.suites.map(() => ['url', 0]));
    expect(run.suites).toHaveLength(2);
    expect(server.requests.slice(before)).toContain('GET /items?q=%7B%7Bx%7D%7D&token=hidden-value');
    expect([...files.values()].join('\n')).not.toContain('hidden-value');
    expect(run.notChecked).toContain('sign-in, refresh and token security (add --user NAME)');
  });

  test('without a threshold it is a warning at most; a threshold needs no suite, and a missed one is exit 10', async () => {
    // Both mostly wait for their answers. An answer of 40 ms is not slow enough to be watched from inside.
    const [warned, missed] = await Promise.all([
      measured(['load', `${server.url}/slow`, '--requests', '10']),
      measured(['load', `${server.url}/middling`, '--requests', '20', '--target', 'p50 < 20ms']),
    ]);
    expect(warned.code).toBe(0);
    expect(warned.run.verdicts).toMatchObject([{ target: 'url mean < 100ms', verdict: 'warn' }]);
    expect(missed.code).toBe(10);
    expect(missed.run.verdicts).toMatchObject([{ target: 'url p50 < 20ms', verdict: 'fail' }]);
  });

  test('run diagnoses too, makes no security check and signs in nowhere', async () => {
    const before = server.requests.length;
    const { code, run } = await measured(['run', `${server.url}/items`]);
    expect(code).toBe(0);
    expect(run.findings.length).toBeGreaterThan(10);
    expect(run.checks).toEqual([]);
    expect(server.requests.slice(before).filter((each) => each.startsWith('POST'))).toEqual([]);
  });
});

test('a baseline of a URL is kept in units of the reference server', () =>
  withFolder(async (cwd) => {
    const load = ['load', `${server.url}/items`, ...FEW, '--json'];
    const saved = await untilValid(() => whyslow([...load, '--save-baseline', 'main'], { cwd }));
    expect(validRun(saved.stdout).suites.filter(({ arm }) => arm === 'reference')).toMatchObject([
      { suite: 'url', errors: 0 },
    ]);
    const again = await untilValid(() => whyslow([...load, '--baseline', 'main'], { cwd }));
    expect(validRun(again.stdout).comparison).toMatchObject({ how: 'in-reference-units' });
  }));
