import { ToolError } from '../model/error.ts';
import type { Statistic } from '../model/threshold.ts';
import { type Quantile, quantileShares } from '../stats/quantile.ts';

/** A statistic as results call it. */
export const fieldOf = <S extends Statistic>(statistic: S): FieldOf<S> =>
  (statistic === 'p99.9' ? 'p999' : statistic) as FieldOf<S>;
type FieldOf<S extends Statistic> = S extends 'p99.9' ? 'p999' : S;

/** The quantile that a statistic is, as results call it; null where it is none. */
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

/** Reads one line word by word; each complaint points at the word that is not understood. */
export interface Reader {
  readonly text: string;
  readonly left: readonly Word[];
  next(expected: string): Word;
  oneOf<T extends string>(known: readonly T[], what: string): T;
  /** @returns ms for times, a share for errors, and per second for the rate. */
  limit(statistic: Statistic): number;
  complain(at: number, expected: string): never;
}

/**
 * @param what is read, as the complaint calls it: "target".
 * @returns a reader whose complaints are ToolErrors (exit 2) of that code.
 */
export function readerOf(text: string, what: string, code: string): Reader {
  const words = [...text.matchAll(/<=|>=|[<>]|[^\s<>=]+|\S/g)].map((match) => ({ word: match[0], at: match.index }));
  const complain = (at: number, expected: string): never => {
    throw new ToolError(code, `This ${what} is not understood:\n  ${text}\n  ${' '.repeat(at)}^ expected ${expected}`);
  };
  const next = (expected: string): Word => words.shift() ?? complain(text.length, expected);
  return {
    text: text.trim().replaceAll(/\s+/g, ' '),
    left: words,
    next,
    complain,
    oneOf(known, kind) {
      const { word, at } = next(kind);
      return known.find((candidate) => candidate === word) ?? complain(at, `${kind}: ${known.join(', ')}`);
    },
    limit(statistic) {
      const kind = kindOf(statistic);
      const { word, at } = next('a number with its unit');
      const [, digits = '', attached = ''] =
        /^(\d+(?:\.\d+)?)(\D*)$/.exec(word) ?? complain(at, 'a number with its unit, like 30ms');
      const named = (attached === '' ? words.shift() : undefined) ?? { word: attached, at: at + digits.length };
      const unit = units[named.word];
      const wanted = Object.entries(units).flatMap(([symbol, candidate]) => (candidate.kind === kind ? [symbol] : []));
      if (unit?.kind !== kind) return complain(named.at, `a unit: ${wanted.join(', ')}`);
      return Number(digits) * unit.factor;
    },
  };
}
