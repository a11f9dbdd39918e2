import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { frozenRun } from '../golden/frozen-run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

const account = ['--user', 'ada', '--preset', 'simplejwt'];

test('a URL and an account: the suites of the stack, without a secret', async () => {
  const { code, stdout, stderr } = await whyslow(['export', 'k6', '8000', ...account], {
    env: { WHYSLOW_PASSWORD: 'hunter2' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\/\/ Made by: whyslow export k6 8000 --user ada --preset simplejwt\n/);
  expect(stdout).toContain('WHYSLOW_USER=… WHYSLOW_PASSWORD=… k6 run');
  for (const suite of ['refresh', 'api', 'login']) expect(stdout).toContain(`export function suite_${suite}()`);
  expect(stdout).not.toContain('hunter2');
});

test('a configuration: its flow, load and threshold, in a file with its functions beside it', () =>
  withFolder(async (folder) => {
    const flows = {
      orders: { request: 'GET /api/orders', headers: { 'x-api-key': '{{env.API_KEY}}' }, targets: ['p95 < 80ms'] },
    };
    const config = { servers: { shop: { url: 'http://localhost:8000' } }, flows, connections: 4, duration: '20s' };
    await writeFile(join(folder, 'whyslow.config.json'), JSON.stringify(config));
    const { code, stderr } = await whyslow(['export', 'artillery', '--out', 'load.yml'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('load.yml is written.') as string });
    const text = await readFile(join(folder, 'load.yml'), 'utf8');
    expect(parse(text)).toMatchObject({
      config: {
        target: 'http://localhost:8000',
        processor: './load.processor.cjs',
        phases: [{ duration: 1, arrivalCount: 4 }],
        ensure: { thresholds: [{ 'whyslow.orders.p95': 80 }] },
      },
      scenarios: [{ name: 'orders', flow: [{ whileTrue: 'isInTime' }] }],
    });
    expect(text).toContain('API_KEY=…');
    expect(await readFile(join(folder, 'load.processor.cjs'), 'utf8')).toContain('< 20000');
  }));

test('a saved run: the suites that it measured', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'run.json');
    await writeFile(path, JSON.stringify(frozenRun));
    const { code, stdout, stderr } = await whyslow(['export', 'artillery', path, '--preset', 'simplejwt']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { scenarios } = parse(stdout) as { readonly scenarios: readonly { readonly name: string }[] };
    expect(scenarios.map(({ name }) => name)).toEqual(frozenRun.flows.map(({ id }) => id));
  }));

test('a mistyped tool is refused with the near name', async () => {
  const { code, stderr } = await whyslow(['export', 'artilery', '8000']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean artillery?');
});

test.each([
  ['an account without a stack', ['8000', '--user', 'ada'], 'add --preset NAME'],
  ['no server', [], 'name a URL, a run.json, or a configuration'],
  ['a file that is no run', ['missing.json'], 'missing.json cannot be read'],
])('%s is refused with the next step', async (_what, args, words) => {
  const { code, stdout, stderr } = await whyslow(['export', 'k6', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
});

test.each([
  ['a damaged report', '{"aggregate":', 'is not JSON'],
  ['a report of another kind', '{"hello":1}', 'is no report of Artillery 2'],
])('report --from artillery: %s is refused', (_what, text, words) =>
  withFolder(async (folder) => {
    const path = join(folder, 'report.json');
    await writeFile(path, text);
    const { code, stderr } = await whyslow(['report', '--from', 'artillery', path, '--url', '8000']);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  }),
);

const k6Line = (ms: number): string =>
  `{"metric":"flow_duration","type":"Point","data":{"time":"2026-03-01T10:00:0${ms}.1Z","value":${ms},"tags":{"scenario":"api","suite":"api"}}}`;

test.each([
  ['samples', [1, 2, 3].map(k6Line).join('\n'), 0, 'api'],
  [
    'samples below the banner of k6',
    `\n  /\\\n execution: local\n${[1, 2, 3].map(k6Line).join('\n')}`,
    0,
    'not counted',
  ],
  ['a line that was cut off', k6Line(1).slice(0, 60), 2, 'is not JSON'],
  ['another JSON file', '{"hello":1}', 2, 'is no summary of k6'],
])('report --from k6: %s', (_what, text, code, words) =>
  withFolder(async (folder) => {
    const path = join(folder, 'k6.json');
    await writeFile(path, text);
    const done = await whyslow(['report', '--from', 'k6', path, '--url', '8000']);
    expect(done.code).toBe(code);
    expect(done.stdout + done.stderr).toContain(words);
  }),
);

test('report --from: a missing file is named first', async () => {
  const { code, stderr } = await whyslow(['report', '--from', 'k6', '/nope']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('/nope cannot be read') as string });
});
