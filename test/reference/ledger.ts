import { clientOf, pairIn, type Client, type Reply } from './pool.ts';
import type { Pair } from './client.ts';

/** One login and what came of it, as its client knows. */
export interface Family {
  /** The pair that was answered last. */
  held: Pair;
  /** The refresh tokens that were traded, oldest first. */
  readonly spent: string[];
  /** The refresh of `held` that was never answered: only the log knows whether it was done. */
  pendingId: string | null;
}

export interface Ledger {
  readonly answered: { readonly requestId: string; readonly event: 'login' | 'refresh' }[];
  readonly families: Family[];
  /** Settles when every virtual user has met its end. */
  ended(): Promise<void>;
}

const USERS = 12;

/** Then the family is left alone, so that at the end many hold a token that was never presented. */
const REFRESHES_EACH = 12;

/** Virtual users sign in and refresh until the server is gone, and write down what they were told. */
export function startLedger(url: string): Ledger {
  const client = clientOf(url, USERS);
  const ledger = { answered: [], families: [], ended: () => ending } satisfies Ledger as Ledger;
  const ending = Promise.all(Array.from({ length: USERS }, (_, user) => live(user, client, ledger))).then(client.close);
  return ledger;
}

async function live(user: number, client: Client, { answered, families }: Ledger): Promise<void> {
  const stamp = `${Date.now().toString(36)}-${user}`;
  for (let login = 0; ; login += 1) {
    const loginId = `${stamp}-${login}`;
    const opened = await attempt(() => client.login({ requestId: loginId }));
    if (opened === null) return;
    answered.push({ requestId: loginId, event: 'login' });
    const family: Family = { held: pairIn(opened), spent: [], pendingId: null };
    families.push(family);
    for (let step = 0; step < REFRESHES_EACH; step += 1) {
      const requestId = `${loginId}-${step}`;
      family.pendingId = requestId;
      const refreshed = await attempt(() => client.refresh(family.held.refresh, requestId));
      if (refreshed === null) return;
      answered.push({ requestId, event: 'refresh' });
      family.spent.push(family.held.refresh);
      family.held = pairIn(refreshed);
      family.pendingId = null;
    }
  }
}

/** Null when there was no answer, or the answer that the store is gone. Anything else than success is a mistake of ours. */
async function attempt(ask: () => Promise<Reply>): Promise<Reply | null> {
  const reply = await ask().catch(() => null);
  if (reply === null || reply.status === 503) return null;
  if (reply.status !== 200) throw new Error(`expected 200, got ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
}
