import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { StepResult, SuiteResult } from '../../src/model/suite.ts';
import { html } from '../../src/render/html/index.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { stepRows } from '../../src/render/step-rows.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';

const [trial] = frozenRun.suites;
if (trial === undefined) throw new Error('the frozen run has no trial');

const flat = (ms: number) => ({ mean: ms, min: ms, p50: ms, p75: ms, p90: ms });

const step = (id: string, mean: number, errors = 0): StepResult => ({
  id,
  n: 40,
  errors,
  serviceMs: { ...flat(mean), p95: mean + 1, p99: mean + 2, p999: mean + 2, max: mean + 3 },
});
const runOf = (...suites: readonly Partial<SuiteResult>[]): Run => ({
  ...frozenRun,
  suites: suites.map((over) => ({ ...trial, suite: 'checkout', ...over })),
});

const checkout = [step('add', 12.3), step('pay', 45.6, 3)];

test.each([
  ['a flow of two steps', runOf({ steps: checkout }), ['add', 'pay']],
  ['its first trial alone', runOf({ steps: checkout }, { steps: [step('other', 1), step('more', 1)] }), ['add', 'pay']],
  ['no flow of one step', runOf({ steps: [step('get', 5)] }), []],
  ['no flow of the reference server', runOf({ arm: 'reference', steps: checkout }), []],
])('%s', (_what, run, ids) => expect(stepRows(run).map((row) => row.step.id)).toEqual(ids));

const plain = { width: 100, colour: false, unicode: true } as const;

test.each([
  ['terminal', terminal],
  ['Markdown', markdown],
  ['HTML', html],
])('%s shows the time and the errors of each step', (_format, renderer) => {
  const page = renderer.render(runOf({ steps: checkout }), plain);
  for (const text of ['add', 'pay', '12.3', '45.6']) expect(page).toContain(text);
  expect(renderer.render(runOf({ steps: [step('only-step', 5)] }), plain)).not.toContain('only-step');
});
