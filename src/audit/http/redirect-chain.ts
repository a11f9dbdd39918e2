import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { Redirects } from '../../model/redirects.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isRedirect } from '../../model/status.ts';
import type { Target } from '../../model/target.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, note, notApplicable } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { type OtherHost, priceOf, type RedirectPrice } from './redirect-price.ts';

/** One redirect completes a path, a second one a scheme or a host. A third is no longer on purpose. */
const LONG_CHAIN = 3;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const redirectChain = audit({
  id: 'redirect-chain',
  title: 'redirects come before the answer',
  needs: ['addresses'],
  uses: ['redirects', 'listeners'],
  explains: ['slow-application'],
  check({ addresses, redirects, listeners }, subject) {
    const { target } = subject;
    const rows = rowsFor(addresses, target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    if (!rows.some(({ answer, location }) => location !== null && isRedirect(answer?.status ?? 0))) {
      return cannotOccur('the URL answers without a redirect');
    }
    if (redirects === undefined) return inconclusive('the URL redirects, and its redirects were not followed');
    const found = { redirects, ...priceOf(redirects, addresses, target), target };
    if (redirects.ends === 'circle') return circle(found);
    const isLong = redirects.hops.length >= LONG_CHAIN;
    if (!isLong && found.costMs <= SLOW_ANSWER_MS) return short(found);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    return chain(found, adviceFor('redirect-chain', remedies, factsFor(subject, { savesMs: found.costMs }), general));
  },
});

interface Chain extends RedirectPrice {
  readonly redirects: Redirects;
  readonly target: Target;
}

const counted = (n: number): string => (n === 1 ? 'one redirect' : `${n} redirects`);

/** The query may hold secrets. */
const pathOf = ({ path }: Target): string => path.split('?')[0] ?? '/';

const circle = ({ redirects, target }: Chain): Opinion =>
  note(`GET ${pathOf(target)} comes back to a path that it had left: without cookies, its redirects never end.`, {
    facts: factsOf(redirects, null),
    advice: [
      {
        do: 'open the URL in a client that keeps cookies: where that one gets an answer, only clients without cookies walk in a circle',
        command: null,
        where: 'client',
        savesMs: null,
      },
    ],
  });

const short = ({ redirects, target, costMs, elsewhere }: Chain): Opinion =>
  note(`GET ${pathOf(target)} gives ${counted(redirects.hops.length)} before the answer, which cost ${ms(costMs)}.`, {
    facts: factsOf(redirects, elsewhere),
    advice: finalUrl(redirects, target, costMs),
  });

const chain = ({ redirects, target, costMs, elsewhere }: Chain, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: costMs >= SEVERE_MS ? 'high' : 'medium',
  costMs,
  summary: summaryOf(redirects, target, costMs),
  facts: factsOf(redirects, elsewhere),
  advice: [...finalUrl(redirects, target, costMs), ...advice],
});

function summaryOf({ hops, ends, answer }: Redirects, target: Target, costMs: number): string {
  const what = `${counted(hops.length)} of GET ${pathOf(target)} cost ${ms(costMs)}`;
  const start = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  if (ends === 'too-many') return `${start}, and no answer has come yet.`;
  return answer === null ? `${start}.` : `${start}; the answer after them takes ${ms(answer.ms)}.`;
}

const factsOf = ({ hops, answer }: Redirects, elsewhere: OtherHost | null): readonly Fact[] => [
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
function finalUrl({ hops, ends }: Redirects, target: Target, savesMs: number): readonly Advice[] {
  const place = hops.at(-1)?.place ?? '';
  if (ends !== 'answer' || !/^(?:\/(?!\/)|https?:)/i.test(place)) return [];
  const url = place.startsWith('/') ? `${new URL(target.url).origin}${place}` : place;
  return [{ do: 'ask for the last URL at once, with the query of the first', command: url, where: 'client', savesMs }];
}

const general: Remedy = ({ savesMs }) => [
  {
    do: 'answer on each path that clients use, or let one redirect lead to the last URL, with a relative Location',
    command: null,
    where: 'server',
    savesMs,
  },
];
