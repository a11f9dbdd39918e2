import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import type { Rounds } from '../../src/model/comparison.ts';
import type { Run } from '../../src/model/run.ts';
import { untilValid } from './fit-machine.ts';
import { validRun } from './valid-run.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';
const env = { WHYSLOW_PASSWORD: PASSWORD };

const serving: Serving[] = [];
const urls = { quick: '', slow: '' };
beforeAll(async () => {
  for (const [name, middlewareDelayMs] of [
    ['quick', 8],
    ['slow', 24],
  ] as const) {
    const server = await serveReference({ port: 0, users: 2, password: PASSWORD, slowness: { middlewareDelayMs } });
    serving.push(server);
    urls[name] = server.url;
  }
});
afterAll(async () => {
  for (const server of serving) await server.close();
});

/** Four measurements of 80 answers each, of which a busy machine may make some invalid. */
const LONG_MS = 180_000;

/** The fewest blocks that can be judged; the difference is threefold. */
const short = ['--suite', 'api', '--pairs', '8', '--requests', '10', '--max-time', '20s', '--json'];
const comparing = (a: string, b: string, out: string, more: readonly string[] = []) =>
  whyslow(['compare', a, b, '--user', 'user1', '--out', out, ...short, ...more], { env });

/** The product's own word for a machine that was not fit to compare on: the test runs again (vitest.config.ts). */
function unfitBecause({ comparison }: Run, { pairs }: Rounds): 'unproven' | 'invalid' | null {
  if (comparison?.verdict === 'unproven') return 'unproven';
  const isInvalid = pairs.some(({ a, b }) => !a.valid || !b.valid);
  return comparison?.verdict === 'inconclusive' && isInvalid ? 'invalid' : null;
}

/** The first change of the comparison, and its run. */
async function compared(a: string, b: string, out: string) {
  const ended = await comparing(a, b, out);
  const run = validRun(ended.stdout);
  const [change] = run.comparison?.changes ?? [];
  const [rounds] = run.comparison?.rounds ?? [];
  if (change === undefined || rounds === undefined) throw new Error('nothing was compared');
  const unfit = unfitBecause(run, rounds);
  if (unfit !== null) throw new Error(unfit);
  return { ended, run, change, rounds };
}

// Four comparisons at once: each mostly waits for the delay of its server, and differences are threefold or none.
test.concurrent.each([
  ['slower', 'regressed', 11, ['quick', 'slow']],
  ['faster', 'improved', 0, ['slow', 'quick']],
] as const)('a server that is three times %s has %s, exit %d', (_what, verdict, code, [a, b]) =>
  withFolder(async (out) => {
    const { ended, run, change, rounds } = await compared(urls[a], urls[b], out);
    expect(ended.code).toBe(code);
    expect(run.comparison).toMatchObject({ how: 'in-turn', weight: 'gate', verdict });
    expect(change).toMatchObject({ suite: 'api', statistic: 'typical', verdict });
    expect(Math.abs(Math.log1p(change.change ?? 0))).toBeGreaterThan(Math.log(2));
    expect([rounds.same.length, rounds.pairs.length]).toEqual([6, 8]);
    const files = await filesOf(out);
    expect(files.get('report.md')).toContain('## Comparison');
    expect([ended.stderr, ...files.values()].join('\n')).not.toContain(PASSWORD);
    expect(validRun(files.get('run.json') ?? '')).toEqual(run);
  }),
);

test.concurrent('a server against itself has not changed', () =>
  withFolder(async (out) => {
    const ended = await comparing(urls.slow, urls.slow, out);
    const verdicts = validRun(ended.stdout).comparison?.changes.map(({ verdict }) => verdict) ?? [];
    expect(verdicts).toHaveLength(2);
    expect(verdicts.filter((verdict) => verdict === 'regressed' || verdict === 'improved')).toEqual([]);
    expect(ended.code).toBe(0);
  }));

test.concurrent('the reference server can be either arm, and B may have its own account', () =>
  withFolder(async (out) => {
    await writeFile(join(out, 'secret'), `${PASSWORD}\n`);
    const ended = await whyslow(
      [
        'compare',
        'reference',
        urls.slow,
        '--user',
        'nobody',
        '--user-b',
        'user2',
        '--password-file-b',
        join(out, 'secret'),
        '--out',
        out,
        ...short,
      ],
      { env },
    );
    expect(ended.code).toBe(11);
    expect(validRun(ended.stdout).comparison?.a).toMatchObject({ kind: 'reference', label: 'the reference server' });
  }));

test(
  'saved runs are compared as two sessions, and only a large change regresses',
  () =>
    withFolder(async (out) => {
      // A busy machine makes a run invalid, and an invalid run is not compared.
      const measure = async (url: string, name: string): Promise<void> => {
        for (let attempt = 1; attempt <= 5; attempt += 1) {
          const { code } = await whyslow(
            [
              'load',
              url,
              '--user',
              'user1',
              '--suite',
              'api',
              '--requests',
              '80',
              '--connections',
              '1',
              '--out',
              join(out, name),
              '--quiet',
            ],
            { env },
          );
          if (code === 0) return;
        }
        throw new Error('the machine was too busy to measure anything on it');
      };
      const [then, now] = [join(out, 'then', 'run.json'), join(out, 'now', 'run.json')];
      await measure(urls.quick, 'then');
      await measure(urls.slow, 'now');

      const worse = await whyslow(['compare', then, now, '--json', '--out', join(out, 'a')]);
      expect(validRun(worse.stdout).comparison).toMatchObject({ how: 'one-after-the-other', verdict: 'regressed' });
      expect(worse.code).toBe(11);

      const same = await whyslow(['compare', now, now, '--json', '--out', join(out, 'b')]);
      expect(validRun(same.stdout).comparison?.changes.map(({ verdict }) => verdict)).not.toContain('regressed');
      expect(same.code).toBe(0);

      // The same two runs, the later one from another machine: the result is advice.
      const elsewhere = JSON.parse(await readFile(now, 'utf8')) as Run;
      const other = join(out, 'other.json');
      await writeFile(other, JSON.stringify({ ...elsewhere, host: { ...elsewhere.host, machine: 'elsewhere' } }));
      const advice = await whyslow([
        'compare',
        then,
        other,
        '--json',
        '--on-inconclusive',
        'fail',
        '--out',
        join(out, 'c'),
      ]);
      expect(validRun(advice.stdout).comparison?.weight).toBe('advice');
      expect(advice.code).toBe(0);

      const mixed = await comparing(then, urls.slow, join(out, 'd'), ['--requests', '80']);
      expect(validRun(mixed.stdout).comparison).toMatchObject({ b: { kind: 'live' }, verdict: 'regressed' });
      expect(mixed.code).toBe(11);
    }),
  LONG_MS,
);

test('a baseline is saved in reference units, and a slower server regresses against it', () =>
  withFolder(async (cwd) => {
    const load = (url: string, more: readonly string[]) =>
      whyslow(
        ['load', url, '--user', 'user1', '--suite', 'api', '--requests', '80', '--connections', '1', '--json', ...more],
        { env, cwd },
      );
    // A busy machine makes a run or its reference invalid, and invalid trials are not saved.
    const saved = await untilValid(() => load(urls.quick, ['--save-baseline', 'main']));
    expect(saved.stderr).toContain('.whyslow/baselines/main.json');
    const baseline: unknown = JSON.parse(await readFile(join(cwd, '.whyslow/baselines/main.json'), 'utf8'));
    expect(baseline).toMatchObject({
      schema: 'whyslow.baseline/2',
      name: 'main',
      host: { machine: expect.stringMatching(/^[0-9a-f]{12}$/) },
      standings: [{ suite: 'api', target: { n: 80 }, reference: { n: 80 } }],
    });

    const worse = await untilValid(() => load(urls.slow, ['--baseline', 'main']));
    const run = validRun(worse.stdout);
    expect(run.suites.map(({ arm }) => arm)).toEqual(['target', 'target', 'reference']);
    expect(run.comparison).toMatchObject({ how: 'in-reference-units', a: { kind: 'baseline', label: 'main' } });
    // On a busy machine the reference of half a millisecond may change by 25 %; the verdict is then unproven.
    expect(['regressed', 'unproven']).toContain(run.comparison?.verdict);
    expect(worse.code).toBe(run.comparison?.verdict === 'regressed' ? 11 : 0);

    const missing = await load(urls.slow, ['--baseline', 'mian']);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('Existing baselines: main.');
  }));
