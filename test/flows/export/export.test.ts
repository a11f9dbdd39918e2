import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportArtillery } from '../../../src/flows/export/artillery.ts';
import type { Flow } from '../../../src/flows/contract.ts';
import type { Exported, ExportPlan } from '../../../src/flows/export/contract.ts';
import { exportK6 } from '../../../src/flows/export/k6.ts';
import { everyPart } from './every-part.ts';
import type { Fixture } from '../fixtures/contract.ts';
import { fixtures } from '../fixtures/index.ts';

const planOf = ({ runs, bind }: Fixture): ExportPlan => ({
  suites: [{ id: 'all', title: 'all', begin: [], repeat: runs.map(({ flow }) => flow), renewal: { by: 'itself' } }],
  origin: 'http://localhost:3000',
  ...(bind === undefined ? {} : { bind, authOrigin: 'http://localhost:8080' }),
});

const nameOf = ({ title }: Fixture): string => (title.split(/[ :]/)[0] ?? '').toLowerCase();

/** The text, followed by its unsupported parts as comments. */
const golden = ({ text, unsupported }: Exported, comment: string): string =>
  `${text}\n${unsupported.map(({ feature, where, because }) => `${comment} cannot ${feature}${where === null ? '' : ` (${where})`}: ${because}`).join('\n')}\n`;

function expectFile(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const isModule = (text: string): string =>
  spawnSync(process.execPath, ['--input-type=module', '--check', '-'], { input: text, encoding: 'utf8' }).stderr;

const cases = fixtures.map((fixture, index) => [fixture.title, `${index + 1}-${nameOf(fixture)}`, fixture] as const);

test.each(cases)('k6, %s: the script is the golden one, and JavaScript', (_title, name, fixture) => {
  const exported = exportK6(planOf(fixture));
  expectFile(`${name}.k6.txt`, golden(exported, '//'));
  expect(isModule(exported.text)).toBe('');
});

test.each(cases)('Artillery, %s: the script is the golden one, and YAML', (_title, name, fixture) => {
  const exported = exportArtillery(planOf(fixture));
  expectFile(`${name}.artillery.txt`, golden(exported, '#'));
  const { config, scenarios } = parse(exported.text) as {
    config: { target: string };
    scenarios: { flow: unknown[] }[];
  };
  expect(config.target).toBe('http://localhost:3000');
  expect(scenarios[0]?.flow).toHaveLength(fixture.runs.flatMap(({ flow }) => flow.steps).length);
});

test.each([
  ['k6', exportK6, 'every-part.k6.txt', '//'],
  ['Artillery', exportArtillery, 'every-part.artillery.txt', '#'],
] as const)('%s: a plan with sessions, a load and thresholds is the golden one', (_format, write, file, comment) => {
  const exported = write({ ...everyPart, processor: 'load.processor.cjs' });
  expectFile(file, golden(exported, comment));
  expect(exported.variables).toContain('WHYSLOW_PASSWORD');
  if (exported.processor !== null) expectFile('every-part.processor.txt', exported.processor);
});

const flowOf = (over: object): Flow => ({
  id: 'a',
  title: 'a',
  noun: 'a',
  needs: 'nothing',
  steps: [{ id: 's', method: 'POST', path: '/a', ...over }],
});

const api = (over: object): ExportPlan => ({
  origin: 'http://localhost:3000',
  suites: [{ id: 'a', title: 'a', begin: [], repeat: [flowOf(over)], renewal: { by: 'itself' } }],
});

const formats = [
  ['k6', exportK6],
  ['Artillery', exportArtillery],
] as const;

test.each(formats)('%s: values with the name of a secret come from the environment', (_format, write) => {
  const { text } = write(
    api({
      path: '/a?api_key=hunter2-path',
      query: { key: 'hunter2-query' },
      headers: { Authorization: 'Basic hunter2-header', 'X-Api-Key': 'hunter2-key' },
      body: { json: { user: { password: 'hunter2-json' } } },
    }),
  );
  expect(text).not.toContain('hunter2');
  for (const name of ['API_KEY', 'KEY', 'AUTHORIZATION', 'X_API_KEY', 'PASSWORD']) {
    expect(text).toContain(`WHYSLOW_S_${name}`);
  }
});

test.each(formats)('%s: an invalid flow is refused', (_format, write) =>
  expect(() => write(api({ path: '/{{nonsense}}' }))).toThrow(/nonsense/),
);

test.each([
  ['k6', exportK6, ['"p(95)<100"', '"avg<30"', '"constant-arrival-rate"', '"rate": 20', '"duration": "60s"']],
  ['Artillery', exportArtillery, ['response_time.a/s.p95: 100', 'response_time.a/s.mean: 30', 'arrivalRate: 20']],
] as const)('%s: thresholds and a rate are in the words of the format', (_format, write, words) => {
  const thresholds = [
    { suite: 'a', statistic: 'p95', belowMs: 100 } as const,
    { suite: 'a', statistic: 'mean', belowMs: 30 } as const,
  ];
  const { text, unsupported } = write({ ...api({}), thresholds, load: { kind: 'rate', perSecond: 20, durationS: 60 } });
  for (const word of words) expect(text).toContain(word);
  expect(unsupported.map(({ feature }) => feature).filter((feature) => feature !== 'expect')).toEqual(['load-shape']);
});

test.each([
  ['iterations', { by: 'iterations', each: 30 }, ['"vus": 10', '"iterations": 30'], ['arrivalCount: 10', 'count: 33']],
  ['a time', { by: 'duration', durationS: 30 }, ['"vus": 10', '"duration": "30s"'], ['whileTrue: isInTime']],
] as const)('the closed model with %s is in the words of both formats', (_what, amount, ofK6, ofArtillery) => {
  const plan: ExportPlan = { ...api({}), load: { kind: 'users', users: 10, amount } };
  for (const word of ofK6) expect(exportK6(plan).text).toContain(word);
  for (const word of ofArtillery) expect(exportArtillery({ ...plan, processor: 'a.cjs' }).text).toContain(word);
});
