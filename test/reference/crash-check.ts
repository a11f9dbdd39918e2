import { verifyChain } from '../../src/reference/store/chain.ts';
import { openStore } from '../../src/reference/store/open.ts';
import type { Family, ClientRecords } from './client-records.ts';
import type { Client } from './pool.ts';

type Place = Parameters<typeof openStore>[0];

/** The guarantees that the state after a crash violates; all lists are empty if it violates none. */
export interface CrashCheck {
  readonly chain: string;
  /** Requests with status 200 that are not in the audit log. */
  readonly missing: string[];
  /** Unused tokens from a response with status 200 that are refused. */
  readonly lost: string[];
  /** Requests without a response that took partial effect: logged with a valid old token, or the reverse. */
  readonly halfDone: string[];
  /** Used tokens that are accepted. */
  readonly reusable: string[];
  readonly counts: Readonly<Record<'answered' | 'families' | 'unanswered' | 'unansweredButDone', number>>;
}

/** Checked newest first: an old token revokes its family, and then all its tokens are refused. */
const USED_CHECKED = 2;

export async function checkAfterCrash(
  client: Client,
  { answered, families }: ClientRecords,
  place: Place,
  usedChecked = USED_CHECKED,
): Promise<CrashCheck> {
  const { logged, chain } = await readLog(place);
  const isDone = (pendingId: string | null): boolean => pendingId !== null && logged.has(pendingId);
  const [lost, halfDone, reusable]: [string[], string[], string[]] = [[], [], []];

  const checkFamily = async ({ current, used, pendingId }: Family): Promise<void> => {
    const works = (await client.refresh(current.refresh)).status === 200;
    const accessWorks = (await client.me(current.access)).status === 200;
    if (pendingId === null && !(works && accessWorks)) lost.push(current.refresh);
    // A request without a response took effect together with its audit entry, or not at all.
    if (works === isDone(pendingId)) halfDone.push(String(pendingId));
    for (const token of used.slice(-usedChecked).toReversed()) {
      if ((await client.refresh(token)).status === 200) reusable.push(token);
    }
  };
  await Promise.all(families.map(checkFamily));

  const missing = answered.filter(({ requestId, event }) => logged.get(requestId) !== `${event} ok`);
  const pending = families.filter(({ pendingId }) => pendingId !== null);
  const counts = {
    answered: answered.length,
    families: families.length,
    unanswered: pending.length,
    unansweredButDone: pending.filter(({ pendingId }) => isDone(pendingId)).length,
  };
  return { chain, missing: missing.map(({ requestId }) => requestId), lost, halfDone, reusable, counts };
}

const PAGE = 1000;

async function readLog(place: Place): Promise<{ logged: ReadonlyMap<string, string>; chain: string }> {
  const store = await openStore(place);
  const logged = new Map<string, string>();
  for (let last = 0; ;) {
    const page = await store.logs[0].page(last, PAGE);
    for (const { requestId, event, outcome } of page) logged.set(requestId, `${event} ${outcome}`);
    last = page.at(-1)?.number ?? last;
    if (page.length < PAGE) break;
  }
  const { state } = await verifyChain(store);
  await store.close();
  return { logged, chain: state };
}
