import type { Change, Negligible } from './comparison.ts';

/** Shares from here on are whole percents: decimals of a factor of ten mean nothing. */
const WHOLE_FROM = 10;
const digitsOf = (share: number): string => Math.abs(share * 100).toFixed(Math.abs(share) < WHOLE_FROM ? 1 : 0);

/** `+15.7`, `−2.0`, and `±0.0` where the shown digits are all zero. A true minus sign: a hyphen is read as a dash. */
export function signedPercent(share: number): string {
  const digits = digitsOf(share);
  if (Number(digits) === 0) return `±${digits}`;
  return `${share < 0 ? '−' : '+'}${digits}`;
}

const short = (value: number): string => String(Number(value.toPrecision(2)));

/** `within 1 ms`: the bound of a `same`. An empty text where it is not known. */
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
