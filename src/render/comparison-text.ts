import { boundText, signedPercent } from '../model/change-text.ts';
import type { Arm, Change, ChangeVerdict, Comparison } from '../model/comparison.ts';
import { timesText, timeText } from './change-numbers.ts';
import type { Mark } from './number-text.ts';

export const changeMarks: Readonly<Record<ChangeVerdict, Mark>> = {
  regressed: { unicode: '✖', ascii: 'x', emoji: '❌' },
  unproven: { unicode: '?', ascii: '?', emoji: '❔' },
  inconclusive: { unicode: '?', ascii: '?', emoji: '❔' },
  improved: { unicode: '✔', ascii: 'ok', emoji: '✅' },
  same: { unicode: '=', ascii: '=', emoji: '🟰' },
};

/** `24.1 → 27.9 ms (+15.7 %, +9.8…+21.3 %)`. Times, change and interval come from one estimate. */
export function changeText({ beforeMs, afterMs, change, interval, machineChange }: Change): string {
  if (beforeMs === null || afterMs === null) return knownText(beforeMs, afterMs);
  const times = timesText(beforeMs, afterMs, change);
  if (change === null || interval === null) return times;
  const share = `${signedPercent(change)} %, ${signedPercent(interval[0])}…${signedPercent(interval[1])} %`;
  return `${times}${machineChange === null ? '' : ', corrected for the machine'} (${share})`;
}

/** A time of too few answers is unknown, not zero. */
function knownText(beforeMs: number | null, afterMs: number | null): string {
  if (beforeMs === null && afterMs === null) return 'not known';
  return [beforeMs, afterMs].map((ms) => (ms === null ? 'not known' : timeText(ms))).join(' → ');
}

/** `same within 1 ms`. A proven difference may still be too small to count. */
export function verdictText(change: Change): string {
  const bound = change.verdict === 'same' ? boundText(change) : '';
  return bound === '' ? change.verdict : `${change.verdict} ${bound}`;
}

const howTexts: Readonly<Record<Comparison['how'], string>> = {
  'in-turn': 'measured in turn, block by block',
  'one-after-the-other': 'measured at two times: only a large change shows',
  'in-reference-units':
    'measured at two times, each beside the reference server: the times of B are corrected by the change of the reference server in between',
};

export const howText = ({ how, weight }: Comparison): string =>
  howTexts[how] + (weight === 'advice' ? '; on two machines, so the changes are advice and not verdicts' : '');

export const armText = ({ kind, label, takenAt }: Arm): string =>
  kind === 'saved' || kind === 'baseline'
    ? `${kind === 'baseline' ? 'baseline ' : ''}${label} of ${day(takenAt)}`
    : label;

const day = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** The smallest change that this machine can detect, from each arm against itself. */
export function floorText({ changes }: Comparison): string {
  const floors = changes.flatMap(({ floor, suite, statistic }) =>
    floor === null ? [] : [`${suite} ${statistic} ${(floor * 100).toFixed(1)} %`],
  );
  return floors.length === 0 ? '' : `noise of each against itself: ${floors.join(', ')}`;
}
