import { clientOf, pairIn, type Client, type Reply } from './pool.ts';
import type { Pair } from './client.ts';

/** One login and its refreshes, as the client recorded them. */
export interface Family {
  /** The last received pair. */
  current: Pair;
  /** The used refresh tokens, oldest first. */
  readonly used: string[];
  /** The refresh of `current` without a response. Only the audit log shows whether it took effect. */
  pendingId: string | null;
}

export interface ClientRecords {
  readonly answered: { readonly requestId: string; readonly event: 'login' | 'refresh'; readonly atMs: number }[];
  readonly families: Family[];
  /** Settles when all virtual users have stopped. */
  ended(): Promise<void>;
}

const USERS = 12;

/** After this many refreshes a family stays unused, so that many have an unused token at the end. */
const REFRESHES_EACH = 12;

/** Virtual users sign in and refresh until the server stops responding, and record the responses. */
export function startClients(url: string): ClientRecords {
  const client = clientOf(url, USERS);
  const records = { answered: [], families: [], ended: () => ending } satisfies ClientRecords as ClientRecords;
  const ending = Promise.all(Array.from({ length: USERS }, (_, user) => runUser(user, client, records))).then(
    client.close,
  );
  return records;
}

async function runUser(user: number, client: Client, { answered, families }: ClientRecords): Promise<void> {
  const stamp = `${Date.now().toString(36)}-${user}`;
  for (let login = 0; ; login += 1) {
    const loginId = `${stamp}-${login}`;
    const opened = await attempt(() => client.login({ requestId: loginId }));
    if (opened === null) return;
    answered.push({ requestId: loginId, event: 'login', atMs: performance.now() });
    const family: Family = { current: pairIn(opened), used: [], pendingId: null };
    families.push(family);
    for (let step = 0; step < REFRESHES_EACH; step += 1) {
      const requestId = `${loginId}-${step}`;
      family.pendingId = requestId;
      const refreshed = await attempt(() => client.refresh(family.current.refresh, requestId));
      if (refreshed === null) return;
      answered.push({ requestId, event: 'refresh', atMs: performance.now() });
      family.used.push(family.current.refresh);
      family.current = pairIn(refreshed);
      family.pendingId = null;
    }
  }
}

/** Null without a response or if the store is unavailable. Any other failure is a bug in the test. */
async function attempt(ask: () => Promise<Reply>): Promise<Reply | null> {
  const reply = await ask().catch(() => null);
  if (reply === null || reply.status === 503) return null;
  if (reply.status !== 200) throw new Error(`expected 200, got ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply;
}
