import type { Arm, Change, ChangeVerdict, Comparison } from '../model/comparison.ts';
import { type Mark, msText } from './words.ts';

export const changeMarks: Readonly<Record<ChangeVerdict, Mark>> = {
  regressed: { unicode: '✖', ascii: 'x', emoji: '❌' },
  unproven: { unicode: '?', ascii: '?', emoji: '❔' },
  inconclusive: { unicode: '?', ascii: '?', emoji: '❔' },
  improved: { unicode: '✔', ascii: 'ok', emoji: '✅' },
  same: { unicode: '=', ascii: '=', emoji: '🟰' },
};

/** `24.1 → 27.9 ms (+15.7 %, +9.8…+21.3 %)` */
export function changeText({ beforeMs, afterMs, change, interval }: Change): string {
  const times = `${msText(beforeMs)} → ${msText(afterMs)} ms`;
  if (change === null || interval === null) return times;
  return `${times} (${signed(change)} %, ${signed(interval[0])}…${signed(interval[1])} %)`;
}

/** A true minus sign: a hyphen beside a digit is read as a dash. */
export const signed = (share: number): string =>
  `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(Math.abs(share) < 10 ? 1 : 0)}`;

const howTexts: Readonly<Record<Comparison['how'], string>> = {
  'in-turn': 'measured in turn, block by block',
  'one-after-the-other': 'measured at two times: only a large change shows',
  'in-reference-units': 'measured at two times, each beside the reference server',
};

export const howText = ({ how, weight }: Comparison): string =>
  howTexts[how] + (weight === 'advice' ? '; on two machines, so this is advice and no verdict' : '');

export const armText = ({ kind, label, takenAt }: Arm): string =>
  kind === 'saved' || kind === 'baseline'
    ? `${kind === 'baseline' ? 'baseline ' : ''}${label} of ${day(takenAt)}`
    : label;

const day = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** What this machine cannot see, from each arm against itself. */
export function floorText({ changes }: Comparison): string {
  const floors = changes.flatMap(({ floor, suite, statistic }) =>
    floor === null ? [] : [`${suite} ${statistic} ${(floor * 100).toFixed(1)} %`],
  );
  return floors.length === 0 ? '' : `noise of each against itself: ${floors.join(', ')}`;
}
