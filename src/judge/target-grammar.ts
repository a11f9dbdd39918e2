import { ToolError } from '../model/error.ts';
import { suiteNames, type SuiteName } from '../model/suite.ts';

export const statistics = ['mean', 'min', 'max', 'p50', 'p75', 'p90', 'p95', 'p99', 'p99.9', 'errors', 'rate'] as const;
export type Statistic = (typeof statistics)[number];
export const operators = ['<=', '>=', '<', '>'] as const;
export type Operator = (typeof operators)[number];

/** `refresh mean < 30ms`, read. `limit` is in ms for times, a share for errors, and per second for the rate. */
export interface PerformanceTarget {
  readonly text: string;
  readonly suite: SuiteName;
  readonly statistic: Statistic;
  readonly operator: Operator;
  readonly limit: number;
  /** Advice never fails a run: the worst that comes of missing it is a warning. */
  readonly weight: 'gate' | 'advice';
}

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

/**
 * Reads one target.
 * @throws ToolError `bad-target` (exit 2) that points at the word it does not understand.
 */
export function parseTargetText(text: string, weight: PerformanceTarget['weight'] = 'gate'): PerformanceTarget {
  const words = [...text.matchAll(/<=|>=|[<>]|[^\s<>=]+|\S/g)].map((match) => ({ word: match[0], at: match.index }));
  const next = (expected: string): { word: string; at: number } =>
    words.shift() ?? complain(text, text.length, expected);
  const suite = oneOf(text, next('a suite'), suiteNames, 'a suite');
  const statistic = oneOf(text, next('a statistic'), statistics, 'a statistic');
  const operator = oneOf(text, next('an operator'), operators, 'an operator');
  const limit = limitFor(text, next('a number with its unit'), words, kindOf(statistic));
  const [extra] = words;
  if (extra !== undefined) complain(text, extra.at, 'nothing more');
  return { text: text.trim().replaceAll(/\s+/g, ' '), suite, statistic, operator, limit, weight };
}

function oneOf<T extends string>(
  text: string,
  { word, at }: { word: string; at: number },
  known: readonly T[],
  what: string,
): T {
  return known.find((candidate) => candidate === word) ?? complain(text, at, `${what}: ${known.join(', ')}`);
}

function limitFor(
  text: string,
  { word, at }: { word: string; at: number },
  rest: { word: string; at: number }[],
  kind: Kind,
): number {
  const [, digits = '', attached = ''] =
    /^(\d+(?:\.\d+)?)(\D*)$/.exec(word) ?? complain(text, at, 'a number with its unit, like 30ms');
  const named = (attached === '' ? rest.shift() : undefined) ?? { word: attached, at: at + digits.length };
  const unit = units[named.word];
  const wanted = Object.entries(units).flatMap(([symbol, candidate]) => (candidate.kind === kind ? [symbol] : []));
  if (unit?.kind !== kind) return complain(text, named.at, `a unit: ${wanted.join(', ')}`);
  return Number(digits) * unit.factor;
}

function complain(text: string, at: number, expected: string): never {
  throw new ToolError(
    'bad-target',
    `This target is not understood:\n  ${text}\n  ${' '.repeat(at)}^ expected ${expected}`,
  );
}

/** What the story's report judged its server by; a slow login is worth a word, but a slow hash is also a safe one. */
export const defaultTargets: readonly PerformanceTarget[] = [
  parseTargetText('refresh mean < 30ms'),
  parseTargetText('api mean < 100ms'),
  parseTargetText('login mean < 500ms', 'advice'),
];
