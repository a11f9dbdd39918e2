import type { Baseline } from '../model/baseline.ts';
import { answersInstead } from '../model/answers-instead.ts';
import type { Run } from '../model/run.ts';
import type { Rounds } from '../model/comparison.ts';
import type { SuiteResult } from '../model/suite.ts';
import type { SuiteThreshold } from './threshold-grammar.ts';
import { judgedTrial } from './judged-trial.ts';

/** A required suite without a right answer. */
export interface Silence {
  readonly suite: string;
  readonly because: string;
}

/** The suites without a right answer in their judged trial, and why. */
export const silencesOf = (wanted: Iterable<string>, suites: readonly SuiteResult[]): readonly Silence[] =>
  [...new Set(wanted)].flatMap((suite) => {
    const trial = judgedTrial(suites, suite);
    if (trial === undefined) return [{ suite, because: 'not measured' }];
    return trial.n > 0 ? [] : [{ suite, because: answersInstead(trial) }];
  });

export const silencesText = (silences: readonly Silence[]): string =>
  silences.map(({ suite, because }) => `${suite} (${because})`).join('; ');

interface RequiredBy {
  readonly load: { readonly suites: readonly { readonly id: string }[] } | null;
  readonly thresholds: readonly SuiteThreshold[];
  /** Suites named with --suite. */
  readonly namedSuites: readonly string[];
  readonly baseline: Baseline | null;
}

/**
 * A suite is required if it has a threshold, was named with --suite, or is in the baseline. If no suite gave a right
 * answer, all are listed.
 */
export function silencesIn(
  { load, thresholds, namedSuites, baseline }: RequiredBy,
  suites: Run['suites'],
): readonly Silence[] {
  if (load === null) return [];
  const judged = [...thresholds, ...(baseline?.standings ?? [])].map(({ suite }) => suite);
  const silent = silencesOf([...judged, ...namedSuites], suites);
  const all = silencesOf(
    load.suites.map(({ id }) => id),
    suites,
  );
  return silent.length === 0 && all.length === load.suites.length ? all : silent;
}

/** A load is judged by its suites; a diagnosis needs one answer, and a verification one decided check. */
export function hasResult(
  { command, load }: Pick<Run, 'command'> & Pick<RequiredBy, 'load'>,
  { addresses, checks }: Pick<Run, 'addresses' | 'checks'>,
): boolean {
  if (load !== null) return true;
  if (command === 'verify') return checks.some(({ outcome }) => outcome !== 'inconclusive');
  return addresses.some(({ firstByteMs }) => firstByteMs !== null);
}

/** The same for two servers that were measured in turn. @param known silences found while gathering. */
export const silencesInRounds = (
  wanted: readonly string[],
  rounds: readonly Rounds[],
  known: readonly Silence[],
): readonly Silence[] =>
  wanted.flatMap((suite) => {
    const found = known.find((silence) => silence.suite === suite);
    if (found !== undefined) return [found];
    const { pairs } = rounds.find((each) => each.suite === suite) ?? { pairs: [] };
    if (pairs.length === 0) return [{ suite, because: 'not measured' }];
    const silent = (['a', 'b'] as const).filter((arm) => pairs.every((pair) => pair[arm].n === 0));
    const because = `none from ${silent.join(' and ').toUpperCase().replace('AND', 'and')} in ${pairs.length} blocks`;
    return silent.length === 0 ? [] : [{ suite, because }];
  });

/** The same for two saved runs: measured suites without a right answer, or a whole run without one. */
export const silencesBetween = (a: readonly SuiteResult[], b: readonly SuiteResult[]): readonly Silence[] =>
  [a, b].flatMap((suites, index) => {
    const name = index === 0 ? 'A' : 'B';
    if (suites.every(({ n }) => n === 0)) return [{ suite: name, because: 'no suite with a right answer' }];
    const measured = suites.filter((trial) => judgedTrial(suites, trial.suite) !== undefined).map(({ suite }) => suite);
    return silencesOf(measured, suites).map(({ suite, because }) => ({ suite, because: `${name}: ${because}` }));
  });
