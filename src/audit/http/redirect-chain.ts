import type { Advice, Opinion } from '../../model/finding.ts';
import type { Redirects } from '../../model/redirects.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isRedirect } from '../../model/status.ts';
import type { Target } from '../../model/target.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, note, notApplicable } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { secureUrl } from '../network/https-port-mismatch.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { factsOf, finalUrl } from './redirect-facts.ts';
import { priceOf, type RedirectPrice } from './redirect-price.ts';

/** One redirect completes a path, a second one a scheme or a host. A third is no longer on purpose. */
const LONG_CHAIN = 3;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const redirectChain = audit({
  id: 'redirect-chain',
  title: 'redirects come before the answer',
  holds: 'no chain of redirects comes before the answer',
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
    if (rows.every((row) => secureUrl(row, target).length > 0))
      return notApplicable('the URL leads to https; see https-port-mismatch');
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

/** Only the redirect was examined, so a slow answer behind it must not be lost. */
function short({ redirects, target, costMs, elsewhere }: Chain): Opinion {
  const behindMs = redirects.answer?.ms ?? 0;
  const isSlow = behindMs > SLOW_ANSWER_MS;
  if (redirects.ends === 'elsewhere' && redirects.hops.length === 1) {
    return note(`GET ${pathOf(target)} redirects to another origin, which was not asked.`, {
      facts: factsOf(redirects, elsewhere),
    });
  }
  const start = `GET ${pathOf(target)} gives ${counted(redirects.hops.length)} before the answer, which cost ${ms(costMs)}`;
  return note(isSlow ? `${start}; the answer itself takes ${ms(behindMs)}, and was not examined.` : `${start}.`, {
    facts: factsOf(redirects, elsewhere),
    advice: finalUrl(
      redirects,
      target,
      costMs,
      isSlow ? 'diagnose the last URL, with the query of the first' : undefined,
    ),
  });
}

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

const general: Remedy = ({ savesMs }) => [
  {
    do: 'answer on each path that clients use, or let one redirect lead to the last URL, with a relative Location',
    command: null,
    where: 'server',
    savesMs,
  },
];
