import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { ExpectExchange, RawExchanges } from '../../model/raw-exchanges.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { ms } from '../duration.ts';

/** curl asks before it sends a body of more than 1 MiB (curl 7.69 and later), and with -T, a PUT, before any. */
const LARGE_BODY_BYTES = 1_048_576;
/** A client that waits for one second in vain takes longer by that second. A fifth of it may be noise. */
const LEAST_COST_MS = 800;

export const expectContinueStall = audit({
  id: 'expect-continue-stall',
  title: 'clients wait for a 100 Continue that never comes',
  holds: 'clients do not wait for a 100 Continue',
  needs: ['addresses'],
  uses: ['raw-exchanges', 'listeners'],
  check({ addresses, 'raw-exchanges': raw, listeners }, subject) {
    if (raw === undefined) return notApplicable('only a load whose request has a body can be asked for it');
    const { expect } = raw;
    if (expect === null || raw.fresh.length === 0) return inconclusive('the request with Expect got no connection');
    if (expect.said === 'continue') return pass(`the server says 100 Continue after ${ms(expect.heldMs)}`);
    if (expect.said === 'final') return pass('the server answers before it has the body, so that no client waits');
    if (expect.totalMs === null) return inconclusive('the request with Expect got no whole answer');
    const costMs = expect.totalMs - median(totals(raw));
    if (costMs < LEAST_COST_MS) return pass(`no 100 Continue in ${ms(expect.heldMs)}, which costs ${ms(costMs)}`);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const facts = factsFor(subject, { savesMs: costMs });
    const advice = [...adviceFor('expect-continue-stall', remedies, facts, general), ...atClient(costMs)];
    return stall({ ...raw, expect }, costMs, advice);
  },
});

const totals = ({ fresh, reused }: RawExchanges): readonly number[] =>
  [...fresh, ...reused].map(({ totalMs }) => totalMs);

type Expected = RawExchanges & { readonly expect: ExpectExchange };

function stall(raw: Expected, costMs: number, advice: readonly Advice[]): Opinion {
  const { method, expect } = raw;
  const said =
    `The server ignores Expect: 100-continue. A ${method} that asks first got no answer for ${ms(expect.heldMs)}, ` +
    `and took ${ms(costMs)} longer than without.`;
  const facts = factsOf(raw);
  if (!isAskedByCurl(raw))
    return note(
      `${said} curl asks only with more than 1 MiB, and this body is smaller; .NET Framework waits 350 ms with any.`,
      { facts, advice },
    );
  return {
    outcome: 'fail',
    severity: 'medium',
    costMs,
    summary: `${said} curl asks before an upload (-T) and before a body of more than 1 MiB, and waits one second each time.`,
    facts,
    advice,
  };
}

const isAskedByCurl = ({ method, bodyBytes }: RawExchanges): boolean =>
  method === 'PUT' || bodyBytes > LARGE_BODY_BYTES;

const factsOf = (raw: Expected): readonly Fact[] => [
  { kind: 'measure', label: `${raw.method} with Expect`, value: raw.expect.totalMs ?? 0, unit: 'ms' },
  { kind: 'measure', label: `${raw.method} without`, value: median(totals(raw)), unit: 'ms' },
  { kind: 'measure', label: 'bytes of the body', value: raw.bodyBytes, unit: 'count' },
];

const general = atServer({
  do: 'send "HTTP/1.1 100 Continue" as soon as the head of such a request is read, or put a server in front that does',
  command: null,
});

const atClient = (savesMs: number): readonly Advice[] => [
  { do: 'tell curl not to ask', command: "curl -H 'Expect:'", where: 'client', savesMs },
  {
    do: 'tell .NET Framework not to ask: ServicePointManager.Expect100Continue = false',
    command: null,
    where: 'client',
    savesMs: null,
  },
];
