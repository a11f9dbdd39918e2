import type { Advice, Fact } from '../../model/finding.ts';
import type { Redirects } from '../../model/redirects.ts';
import type { Target } from '../../model/target.ts';
import { ms } from '../duration.ts';
import type { OtherHost } from './redirect-price.ts';

/** Each redirect, the answer, and the way to another name. */
export const factsOf = ({ hops, answer }: Redirects, elsewhere: OtherHost | null): readonly Fact[] => [
  ...hops.map((hop) => ({ kind: 'text', text: `${hop.status} to ${hop.place} after ${ms(hop.ms)}` }) as const),
  ...(answer === null ? [] : [{ kind: 'text', text: `answer ${answer.status} after ${ms(answer.ms)}` } as const]),
  ...(elsewhere === null
    ? []
    : [
        {
          kind: 'text',
          text: `to reach ${elsewhere.host}: ${ms(elsewhere.ms)} for its lookup and the addresses that do not accept`,
        } as const,
      ]),
];

/** The URL that needs no redirect, where it is known in full up to its query. */
export function finalUrl(
  { hops, ends }: Redirects,
  target: Target,
  savesMs: number,
  what = 'ask for the last URL at once, with the query of the first',
): readonly Advice[] {
  const place = hops.at(-1)?.place ?? '';
  if (ends !== 'answer' || !/^(?:\/(?!\/)|https?:)/i.test(place)) return [];
  const url = place.startsWith('/') ? `${new URL(target.url).origin}${place}` : place;
  return [{ do: what, command: url, where: 'client', savesMs }];
}
