import type { Baseline } from '../model/baseline.ts';
import { answersInstead } from '../model/answers-instead.ts';
import type { Run } from '../model/run.ts';
import type { Rounds } from '../model/comparison.ts';
import type { SuiteResult } from '../model/suite.ts';
import type { SuiteThreshold } from './threshold-grammar.ts';
import { judgedTrial } from './judged-trial.ts';

/** A suite that had to be measured and gave no right answer. */
export interface Silence {
  readonly suite: string;
  readonly because: string;
}

/** Each of these suites that has no right answer to be judged by, and why. */
export const silencesOf = (wanted: Iterable<string>, suites: readonly SuiteResult[]): readonly Silence[] =>
  [...new Set(wanted)].flatMap((suite) => {
    const pass = judgedTrial(suites, suite);
    if (pass === undefined) return [{ suite, because: 'not measured' }];
    return pass.n > 0 ? [] : [{ suite, because: answersInstead(pass) }];
  });

export const silencesText = (silences: readonly Silence[]): string =>
  silences.map(({ suite, because }) => `${suite} (${because})`).join('; ');

interface Asked {
  readonly load: { readonly suites: readonly { readonly id: string }[] } | null;
  readonly targets: readonly SuiteThreshold[];
  /** By name. */
  readonly askedSuites: readonly string[];
  readonly baseline: Baseline | null;
}

/** A suite counts that has a target, was asked for by name, or is in the baseline; where no suite answered, all count. */
export function silencesIn({ load, targets, askedSuites, baseline }: Asked, suites: Run['suites']): readonly Silence[] {
  if (load === null) return [];
  const judged = [...targets, ...(baseline?.standings ?? [])].map(({ suite }) => suite);
  const silent = silencesOf([...judged, ...askedSuites], suites);
  const all = silencesOf(
    load.suites.map(({ id }) => id),
    suites,
  );
  return silent.length === 0 && all.length === load.suites.length ? all : silent;
}

/** Loads are judged by their suites; a diagnosis needs an answer, and a verification one check that was decided. */
export function knowsSomething(
  { command, load }: Pick<Run, 'command'> & Pick<Asked, 'load'>,
  { addresses, checks }: Pick<Run, 'addresses' | 'checks'>,
): boolean {
  if (load !== null) return true;
  if (command === 'verify') return checks.some(({ outcome }) => outcome !== 'inconclusive');
  return addresses.some(({ firstByteMs }) => firstByteMs !== null);
}

/** The same of two servers that were measured in turn. @param known silences that gathering has found already. */
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

/** The same of two times: what one of them measured and has no right answer of, and a run that has none at all. */
export const silencesBetween = (a: readonly SuiteResult[], b: readonly SuiteResult[]): readonly Silence[] =>
  [a, b].flatMap((suites, index) => {
    const name = index === 0 ? 'A' : 'B';
    if (suites.every(({ n }) => n === 0)) return [{ suite: name, because: 'no suite with a right answer' }];
    const measured = suites.filter((pass) => judgedTrial(suites, pass.suite) !== undefined).map(({ suite }) => suite);
    return silencesOf(measured, suites).map(({ suite, because }) => ({ suite, because: `${name}: ${because}` }));
  });
