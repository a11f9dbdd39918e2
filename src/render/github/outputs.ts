import type { Run } from '../../model/run.ts';
import { feltMs } from '../load-words.ts';
import { harmlessText } from '../harmless.ts';

/** One measured server of a step. The name is that of the configuration; null where only one was measured. */
export interface Measured {
  readonly name: string | null;
  readonly folder: string;
  readonly run: Run;
}

/**
 * Step outputs, a `name=value` a line: the run's verdict, exit code, reason and folder, and the mean and p95 of each
 * suite sent one at a time. Several servers: the worst of the first four, and all again behind each server's name.
 * @param worst the run whose exit code the command ends with.
 */
export function outputsOf(measured: readonly Measured[], worst: Measured): string {
  const all = measured.length === 1 ? [] : measured.flatMap((each) => prefixed(each.name ?? 'server', wholeOf(each)));
  return [...(measured.length === 1 ? wholeOf(worst) : verdictOf(worst)), ...all]
    .map(([name, value]) => `${name}=${oneLine(value)}\n`)
    .join('');
}

type Output = readonly [name: string, value: string];

const verdictOf = ({ run, folder }: Measured): readonly Output[] => [
  ['verdict', run.verdict],
  ['exit-code', String(run.exit.code)],
  ['reason', run.exit.reason],
  ['report', folder],
];

const wholeOf = (measured: Measured): readonly Output[] => [...verdictOf(measured), ...timesOf(measured.run)];

const timesOf = ({ suites }: Run): readonly Output[] =>
  suites
    .filter(
      ({ connection, connections, model }) => connection === 'kept-alive' && (connections === 1 || model === 'open'),
    )
    .flatMap((pass) => {
      const times = feltMs(pass);
      if (times === null) return [];
      return (['mean', 'p95'] as const).map((each): Output => [`${pass.suite}-${each}-ms`, times[each].toFixed(2)]);
    });

/** Names of outputs are letters, digits, `-` and `_`. */
const prefixed = (name: string, outputs: readonly Output[]): readonly Output[] =>
  outputs.map(([key, value]) => [`${name.replaceAll(/[^\w-]/g, '-')}-${key}`, value]);

/** A newline would begin an output that a server chose the name of. */
const oneLine = (value: string): string => harmlessText(value).replaceAll(/\s+/g, ' ').trim();
