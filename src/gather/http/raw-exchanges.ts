import { performance } from 'node:perf_hooks';
import type { Addresses } from '../../model/evidence.ts';
import type { HttpRequest } from '../../model/http.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import type { RawExchanges, RawVisit } from '../../model/raw-exchanges.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { grownBy, readKernelCounters } from '../network/kernel-counters.ts';
import { fastestToConnect } from './keep-alive.ts';
import { openRaw, type RawAnswer } from './raw-connection.ts';

/** Further requests on the kept connection. With the first of it, one on a new connection and one with Expect: six. */
const AGAIN = 3;
/** curl and .NET wait for `100 Continue` for one second, then send the body. */
const LONGEST_HOLD_MS = 1_000;
/** Slower answers are not repeated: their time has other causes. */
const LONGEST_MS = 3_000;

/** The user's own request on new and on kept connections, and once with `Expect: 100-continue`. */
export async function gatherRawExchanges(
  context: GatherContext,
  addresses: Addresses,
  make: () => HttpRequest,
): Promise<Outcome<RawExchanges>> {
  const open = fastestToConnect(addresses);
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const before = await readKernelCounters();
  const kept = await onKeptConnection(open.address, context, make);
  const after = await readKernelCounters();
  const alone = kept[0] === undefined ? null : await onNewConnection(open.address, context, make);
  if (alone === null) return gotNothing('no-whole-answer', 'the request of the load gave no whole answer');
  const { method, body } = make();
  return got({
    method,
    bodyBytes: Buffer.byteLength(body ?? ''),
    fresh: [...kept.slice(0, 1), alone].map(timesOf),
    reused: kept.slice(1).map(timesOf),
    delayedAcks: before === null || after === null ? null : grownBy(before, after).delayedAcks,
    expect: await expecting(open.address, context, make),
  });
}

const timesOf = ({ firstByteMs, totalMs }: RawAnswer): RawVisit => ({ firstByteMs, totalMs });

async function onKeptConnection(
  address: string,
  context: GatherContext,
  make: () => HttpRequest,
): Promise<readonly RawAnswer[]> {
  const connection = await openRaw(address, context);
  if (connection === null) return [];
  const answers: RawAnswer[] = [];
  const endMs = performance.now() + LONGEST_MS;
  for (let n = 0; n <= AGAIN && performance.now() < endMs && !context.signal.aborted; n += 1) {
    const answer = await connection.ask(make());
    if (answer !== null) answers.push(answer);
    if (answer?.reusable !== true) break;
  }
  connection.close();
  return answers;
}

async function onNewConnection(
  address: string,
  context: GatherContext,
  make: () => HttpRequest,
): Promise<RawAnswer | null> {
  const connection = await openRaw(address, context);
  const answer = (await connection?.ask(make())) ?? null;
  connection?.close();
  return answer;
}

async function expecting(
  address: string,
  context: GatherContext,
  make: () => HttpRequest,
): Promise<RawExchanges['expect']> {
  const connection = await openRaw(address, context);
  const exchange = (await connection?.askExpecting(make(), LONGEST_HOLD_MS)) ?? null;
  connection?.close();
  return exchange;
}

export const rawExchanges = gatherer({
  kind: 'raw-exchanges',
  title: 'repeating your request on new and kept-alive connections',
  when: 'before',
  harm: 'disturbs',
  budgetMs: 30_000,
  sends: [
    'only with a load whose request has a body (`--data`, `--json-body`, `--curl`): up to 6 of that request, one of them with `Expect: 100-continue`',
  ],
  needs: ['addresses', 'answer', 'own-request'],
  async gather({ addresses, 'own-request': make }, context) {
    const found = await gatherRawExchanges(context, addresses, make);
    return context.signal.aborted ? null : found;
  },
});
