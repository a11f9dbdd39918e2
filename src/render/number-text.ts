import type { Fact } from '../model/finding.ts';
import type { Verdict } from '../model/verdict.ts';

/** A latency is shown with about three significant figures, and thousands with a thin gap. */
export function msText(value: number | null): string {
  if (value === null) return '–';
  if (value >= 999.5) return countText(value);
  return value >= 99.95 ? value.toFixed(0) : value.toFixed(value >= 0.995 ? 1 : 2);
}

/** "2.04 s", "44 ms": for sentences. */
export const durationText = (ms: number): string => (ms >= 999.5 ? `${(ms / 1_000).toFixed(2)} s` : `${msText(ms)} ms`);

export const countText = (value: number): string => spaced(String(Math.round(value)));

/** The same digits with a gap between the thousands; decimals stay together. */
export const spaced = (digits: string): string => digits.replaceAll(/(?<!\..*)\B(?=(\d{3})+(?:\.|$))/g, ' ');

/** One mark in each form that a format can show. */
export interface Mark {
  readonly unicode: string;
  readonly ascii: string;
  readonly emoji: string;
}

export const verdictMarks: Readonly<Record<Verdict, Mark>> = {
  pass: { unicode: '✔', ascii: 'ok', emoji: '✅' },
  warn: { unicode: '▲', ascii: '!', emoji: '⚠️' },
  fail: { unicode: '✖', ascii: 'x', emoji: '❌' },
  inconclusive: { unicode: '?', ascii: '?', emoji: '❔' },
  invalid: { unicode: '⊘', ascii: '/', emoji: '🚫' },
};

/** One fact as one line. Formats draw tables themselves. */
export function factLine(fact: Exclude<Fact, { kind: 'table' }>): string {
  switch (fact.kind) {
    case 'text':
      return fact.text;
    case 'measure':
      return fact.unit === 'count'
        ? `${fact.label}: ${countText(fact.value)}`
        : `${fact.label}: ${durationText(inMs(fact))}`;
    case 'distribution':
      return `${fact.label}: p50 ${durationText(fact.p50Ms)}, p95 ${durationText(fact.p95Ms)} (${fact.n} answers)`;
    default:
      return fact satisfies never;
  }
}

const inMs = ({ value, unit }: { readonly value: number; readonly unit: 'ms' | 's' | 'count' }): number =>
  unit === 's' ? value * 1_000 : value;
