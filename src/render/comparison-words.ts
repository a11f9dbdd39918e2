import type { Arm, ChangeVerdict, Comparison } from '../model/comparison.ts';

export const changeMarks: Readonly<
  Record<ChangeVerdict, { readonly unicode: string; readonly ascii: string; readonly emoji: string }>
> = {
  regressed: { unicode: '✖', ascii: 'x', emoji: '❌' },
  unproven: { unicode: '?', ascii: '?', emoji: '❔' },
  inconclusive: { unicode: '?', ascii: '?', emoji: '❔' },
  improved: { unicode: '✔', ascii: 'ok', emoji: '✅' },
  same: { unicode: '=', ascii: '=', emoji: '🟰' },
};

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

/** What this machine cannot see, from A against itself. */
export function floorText({ changes }: Comparison): string {
  const floors = changes.flatMap(({ floor, suite, statistic }) =>
    floor === null ? [] : [`${suite} ${statistic} ${(floor * 100).toFixed(1)} %`],
  );
  return floors.length === 0 ? '' : `noise of A against itself: ${floors.join(', ')}`;
}
