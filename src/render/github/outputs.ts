import type { Exit, Run } from '../../model/run.ts';
import type { Verdict } from '../../model/verdict.ts';
import { reportedMs } from '../load-text.ts';
import { sanitizedText } from '../sanitize.ts';

/** One measured server of a step. The name comes from the configuration; null where only one was measured. */
export interface Measured {
  readonly name: string | null;
  readonly folder: string;
  readonly run: Run;
}

/** A server whose measurement could not start. */
export interface Unmeasured {
  readonly name: string | null;
  readonly because: string;
  readonly code: number;
}

/** How the whole command ended. */
export interface StepEnd extends Exit {
  readonly verdict: Verdict;
  readonly folder: string;
}

/**
 * Step outputs, one `name=value` a line: verdict, exit code, reason and folder, and the mean and p95 of each suite sent one
 * at a time. With several servers: the end of the whole command, then all outputs of each server, prefixed by its name.
 */
export function outputsOf(measured: readonly Measured[], end: StepEnd): string {
  const [only, ...others] = measured;
  const times = only !== undefined && others.length === 0 ? timesOf(only.run) : [];
  const named = measured.flatMap((each) => (each.name === null ? [] : prefixed(each.name, wholeOf(each))));
  return [...verdictOf(end), ...times, ...named].map(([name, value]) => `${name}=${oneLine(value)}\n`).join('');
}

type Output = readonly [name: string, value: string];

const verdictOf = ({ verdict, code, reason, folder }: StepEnd): readonly Output[] => [
  ['verdict', verdict],
  ['exit-code', String(code)],
  ['reason', reason],
  ['report', folder],
];

const wholeOf = ({ run, folder }: Measured): readonly Output[] => [
  ...verdictOf({ ...run.exit, verdict: run.verdict, folder }),
  ...timesOf(run),
];

const timesOf = ({ suites }: Run): readonly Output[] =>
  suites
    .filter(
      ({ connection, connections, model }) => connection === 'kept-alive' && (connections === 1 || model === 'open'),
    )
    .flatMap((trial) => {
      const times = reportedMs(trial);
      if (times === null) return [];
      return (['mean', 'p95'] as const).map((each): Output => [`${trial.suite}-${each}-ms`, times[each].toFixed(2)]);
    });

/** Names of outputs may contain letters, digits, `-` and `_`. */
const prefixed = (name: string, outputs: readonly Output[]): readonly Output[] =>
  outputs.map(([key, value]) => [`${name.replaceAll(/[^\w-]/g, '-')}-${key}`, value]);

/** A newline in a value would start another output, whose name the server could choose. */
const oneLine = (value: string): string => sanitizedText(value).replaceAll(/\s+/g, ' ').trim();
