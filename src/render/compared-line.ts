import type { Change, Comparison } from '../model/comparison.ts';
import type { Run } from '../model/run.ts';
import type { LastLine, TypedLine } from './next-command.ts';

/** The last line of a comparison: "B is 12 % slower (refresh p95); 3 of 4 are the same." */
export function comparedLine({ comparison }: Run, typed: TypedLine): LastLine {
  if (comparison === null) return { sentence: 'Nothing was compared.', lead: 'To try again:', command: typed.again };
  const sentence = `${changesSentence(comparison)}.`;
  const { b, verdict } = comparison;
  const isLive = b.kind === 'live';
  if (verdict === 'inconclusive' || verdict === 'unproven')
    return { sentence, lead: 'To repeat it:', command: typed.again };
  if (isLive)
    return { sentence, lead: 'Next:', command: `whyslow ${verdict === 'regressed' ? '' : 'watch '}${b.label}` };
  return { sentence, lead: 'To see B:', command: b.kind === 'saved' ? `whyslow report ${b.label}` : 'whyslow run' };
}

/** Without its full stop. */
export function changesSentence({ changes }: Comparison): string {
  const of = (wanted: Change['verdict']): readonly Change[] => changes.filter(({ verdict }) => verdict === wanted);
  const moved = [...of('regressed'), ...of('improved')];
  const texts = moved.map(movedText);
  const same = of('same').length;
  const unknown = changes.length - moved.length - same;
  const all = changes.length;
  const rest = [
    ...(same === 0 ? [] : [`${same} of ${all} ${same === 1 ? 'is' : 'are'} the same`]),
    ...(unknown === 0 ? [] : [`${unknown} of ${all} could not be decided`]),
  ];
  if (moved.length === 0 && unknown === 0)
    return all === 0 ? 'Nothing could be compared' : `A and B are the same in all ${all} times`;
  return capital([...(texts.length === 0 ? [] : [`B is ${texts.join(' and ')}`]), ...rest].join('; '));
}

function movedText({ change, verdict, suite, statistic }: Change): string {
  const percent = change === null ? '' : `${Math.abs(change * 100).toFixed(0)} % `;
  return `${percent}${verdict === 'regressed' ? 'slower' : 'faster'} (${suite} ${statistic})`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
