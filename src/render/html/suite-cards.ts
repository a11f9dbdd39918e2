import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import type { Judged } from '../../model/verdict.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import type { Markup } from '../markup.ts';
import { countText, durationText, verdictMarks } from '../number-text.ts';
import { spark } from './spark.ts';
import { tag } from './tags.ts';

/** One card for each suite: its time, its course, its thresholds. */
export function suiteCards(run: Run): readonly Markup[] {
  const hasResult = (suite: string): boolean => [...run.suites, ...run.verdicts].some((each) => each.suite === suite);
  const suites = suiteIdsOf(run).filter(hasResult);
  if (suites.length === 0) return [];
  return [tag('ul', { class: 'cards', 'aria-label': 'Suites' }, ...suites.map((suite) => cardOf(run, suite)))];
}

function cardOf(run: Run, suite: string): Markup {
  const title = run.flows.find(({ id }) => id === suite)?.title;
  const verdicts = run.verdicts.filter((verdict) => verdict.suite === suite);
  // The first trial of the target is the one that thresholds judge.
  const trial = run.suites.find((each) => each.suite === suite && each.arm === 'target');
  return tag(
    'li',
    { class: 'card' },
    tag('h3', {}, suite),
    ...(title === undefined ? [] : [tag('p', { class: 'note' }, title)]),
    ...(trial === undefined ? [] : timesOf(trial, verdicts)),
    ...verdicts.map(verdictOf),
  );
}

function timesOf(trial: SuiteResult, verdicts: readonly Judged[]): readonly Markup[] {
  const times = reportedMs(trial);
  const wrong = trial.errors === 0 ? '' : `, ${countText(trial.errors)} failed`;
  const counts = `${countText(trial.perSecond)}/s, ${countText(trial.n)} answers${wrong}`;
  if (times === null) return [tag('p', { class: 'big' }, 'no right answer'), ...spark(trial)];
  const isJudgedByMean = verdicts[0]?.threshold.statistic === 'mean';
  const [statistic, ms] = isJudgedByMean ? (['mean', times.mean] as const) : (['median', times.p50] as const);
  return [
    tag('p', { class: 'big' }, durationText(ms), ' ', tag('small', {}, statistic)),
    ...spark(trial),
    tag('p', { class: 'note' }, `${shapeText(trial)}: p95 ${durationText(times.p95)}, ${counts}`),
  ];
}

const verdictOf = ({ verdict, target, because }: Judged): Markup =>
  tag(
    'p',
    { class: 'judged' },
    tag('span', { class: `chip ${verdict}` }, `${verdictMarks[verdict].unicode} ${verdict}`),
    ' ',
    tag('code', {}, target),
    ' ',
    tag('small', {}, because),
  );
