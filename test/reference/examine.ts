import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import type { Family, Ledger } from './ledger.ts';
import type { Client } from './pool.ts';

type Place = Parameters<typeof openStore>[0];

/** What the survivor of a crash broke of its word; every list is empty when it kept it. */
export interface Examined {
  readonly chain: string;
  /** Answered 200, and not in the audit log. */
  readonly missing: string[];
  /** Answered 200, never presented, and dead. */
  readonly lost: string[];
  /** Never answered, and half done: in the log and still alive, or not in the log and dead. */
  readonly halfDone: string[];
  /** Traded, and alive. */
  readonly undead: string[];
  readonly counts: Readonly<Record<'answered' | 'families' | 'unanswered' | 'unansweredButDone', number>>;
}

/** The newest first, because an old token ends its family at the first try: behind that, all of them are refused. */
const SPENT_TRIED = 2;

export async function examine(client: Client, { answered, families }: Ledger, place: Place): Promise<Examined> {
  const { logged, chain } = await readLog(place);
  const isDone = (pendingId: string | null): boolean => pendingId !== null && logged.has(pendingId);
  const [lost, halfDone, undead]: [string[], string[], string[]] = [[], [], []];

  const examineFamily = async ({ held, spent, pendingId }: Family): Promise<void> => {
    const works = (await client.refresh(held.refresh)).status === 200;
    const accessWorks = (await client.me(held.access)).status === 200;
    if (pendingId === null && !(works && accessWorks)) lost.push(held.refresh);
    // What was never answered happened together with its audit entry, or not at all.
    if (works === isDone(pendingId)) halfDone.push(String(pendingId));
    for (const token of spent.slice(-SPENT_TRIED).toReversed()) {
      if ((await client.refresh(token)).status === 200) undead.push(token);
    }
  };
  await Promise.all(families.map(examineFamily));

  const missing = answered.filter(({ requestId, event }) => logged.get(requestId) !== `${event} ok`);
  const pending = families.filter(({ pendingId }) => pendingId !== null);
  const counts = {
    answered: answered.length,
    families: families.length,
    unanswered: pending.length,
    unansweredButDone: pending.filter(({ pendingId }) => isDone(pendingId)).length,
  };
  return { chain, missing: missing.map(({ requestId }) => requestId), lost, halfDone, undead, counts };
}

const PAGE = 1000;

async function readLog(place: Place): Promise<{ logged: ReadonlyMap<string, string>; chain: string }> {
  const store = await openStore(place);
  const logged = new Map<string, string>();
  for (let last = 0; ;) {
    const page = await store.auditPage(last, PAGE);
    for (const { requestId, event, outcome } of page) logged.set(requestId, `${event} ${outcome}`);
    last = page.at(-1)?.number ?? last;
    if (page.length < PAGE) break;
  }
  const { state } = await verifyChain(store);
  await store.close();
  return { logged, chain: state };
}
