import type { Change, Negligible } from './comparison.ts';

/** Shares of at least this value are printed as whole percents: decimals of a tenfold change are noise. */
const WHOLE_FROM = 10;
const digitsOf = (share: number): string => Math.abs(share * 100).toFixed(Math.abs(share) < WHOLE_FROM ? 1 : 0);

/** `+15.7`, `−2.0`, and `±0.0` if all shown digits are zero. The sign is U+2212: a hyphen looks like a dash. */
export function signedPercent(share: number): string {
  const digits = digitsOf(share);
  if (Number(digits) === 0) return `±${digits}`;
  return `${share < 0 ? '−' : '+'}${digits}`;
}

const short = (value: number): string => String(Number(value.toPrecision(2)));

/** `within 1 ms`: the bound of the verdict `same`. Empty if it is unknown. */
export function boundText({ beforeMs, negligible }: Pick<Change, 'beforeMs' | 'negligible'>): string {
  return negligible === null || beforeMs === null ? '' : `within ${ruleText(negligible, beforeMs)}`;
}

function ruleText({ share, rule }: Negligible, beforeMs: number): string {
  switch (rule) {
    case 'share':
      return `${short(share * 100)} %`;
    case 'milliseconds':
      return `${short(share * beforeMs)} ms`;
    default:
      return rule satisfies never;
  }
}
