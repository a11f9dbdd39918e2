import { ToolError } from '../model/error.ts';
import type { Statistic } from '../model/threshold.ts';
import { type Quantile, quantileShares } from '../stats/quantile.ts';

/** The key of a statistic in results. */
export const fieldOf = <S extends Statistic>(statistic: S): FieldOf<S> =>
  (statistic === 'p99.9' ? 'p999' : statistic) as FieldOf<S>;
type FieldOf<S extends Statistic> = S extends 'p99.9' ? 'p999' : S;

/** The key of a quantile in results; null for other statistics. */
export function quantileIn(statistic: Statistic): Quantile | null {
  const field = fieldOf(statistic);
  return isQuantile(field) ? field : null;
}

const isQuantile = (field: string): field is Quantile => Object.hasOwn(quantileShares, field);

type Kind = 'time' | 'share' | 'rate';

const units: Readonly<Record<string, { readonly kind: Kind; readonly factor: number }>> = {
  us: { kind: 'time', factor: 0.001 },
  ms: { kind: 'time', factor: 1 },
  s: { kind: 'time', factor: 1_000 },
  '%': { kind: 'share', factor: 0.01 },
  '/s': { kind: 'rate', factor: 1 },
};

const kindOf = (statistic: Statistic): Kind =>
  statistic === 'errors' ? 'share' : statistic === 'rate' ? 'rate' : 'time';

interface Word {
  readonly word: string;
  readonly at: number;
}

/** Parses one line word by word; each error points at the unexpected word. */
export interface Reader {
  readonly text: string;
  readonly left: readonly Word[];
  next(expected: string): Word;
  oneOf<T extends string>(known: readonly T[], kind: string): T;
  /** @returns ms for times, a share for errors, and per second for the rate. */
  limit(statistic: Statistic): number;
  reject(at: number, expected: string): never;
}

/**
 * @param kind the name of the parsed text in errors, like "threshold".
 * @returns a reader that throws ToolErrors (exit 2) with that code.
 */
export function readerOf(text: string, kind: string, code: string): Reader {
  const words = [...text.matchAll(/<=|>=|[<>]|[^\s<>=]+|\S/g)].map((match) => ({ word: match[0], at: match.index }));
  const reject = (at: number, expected: string): never => {
    throw new ToolError(code, `This ${kind} cannot be parsed:\n  ${text}\n  ${' '.repeat(at)}^ expected ${expected}`);
  };
  const next = (expected: string): Word => words.shift() ?? reject(text.length, expected);
  return {
    text: text.trim().replaceAll(/\s+/g, ' '),
    left: words,
    next,
    reject,
    oneOf(known, wanted) {
      const { word, at } = next(wanted);
      return known.find((candidate) => candidate === word) ?? reject(at, `${wanted}: ${known.join(', ')}`);
    },
    limit(statistic) {
      const unitKind = kindOf(statistic);
      const { word, at } = next('a number with its unit');
      const [, digits = '', attached = ''] =
        /^(\d+(?:\.\d+)?)(\D*)$/.exec(word) ?? reject(at, 'a number with its unit, like 30ms');
      const named = (attached === '' ? words.shift() : undefined) ?? { word: attached, at: at + digits.length };
      const unit = units[named.word];
      const wanted = Object.entries(units).flatMap(([symbol, each]) => (each.kind === unitKind ? [symbol] : []));
      if (unit?.kind !== unitKind) return reject(named.at, `a unit: ${wanted.join(', ')}`);
      return Number(digits) * unit.factor;
    },
  };
}
