import { createHash } from 'node:crypto';
import type { AuditEntry, ChainedEntry, Store } from './store.ts';

/**
 * Each entry carries a digest over itself and the digest before it, so a removed, added or changed one breaks the chain
 * from there on. It shows tampering to whoever noted an earlier head; it cannot stop a writer who recomputes everything.
 */
export type Digest = 'sha256' | 'sha1';

/** No field can contain a bar: events and outcomes are ours, ids are numbers or base64url, request ids are checked. */
export function canonical(number: number, entry: AuditEntry): string {
  const { atMs, event, outcome, userId, sessionId, ip, requestId } = entry;
  return [number, atMs, event, outcome, userId ?? '', sessionId ?? '', ip, requestId].join('|');
}

export function link(digest: Digest, before: string, text: string): string {
  return createHash(digest).update(`${before}|${text}`).digest('hex');
}

export type ChainReport =
  | { readonly state: 'intact'; readonly entries: number; readonly head: string }
  | { readonly state: 'broken'; readonly atNumber: number; readonly because: string };

const PAGE = 1000;

/** Walks the whole log in pages, so that its length does not matter to our memory. */
export async function verifyChain(store: Store): Promise<ChainReport> {
  const head = await store.auditHead();
  let last: Pick<ChainedEntry, 'number' | 'hash'> = { number: 0, hash: '' };
  let entries = 0;
  for (;;) {
    const page = await store.auditPage(last.number, PAGE);
    for (const entry of page) {
      const flaw = flawOf(entry, last, store.chainDigest);
      if (flaw !== null) return { state: 'broken', atNumber: last.number + 1, because: flaw };
      last = entry;
    }
    entries += page.length;
    // Entries that were written while we walked are behind the head that we took, and in the chain all the same.
    if (page.length < PAGE) break;
  }
  if (last.number >= head.number) return { state: 'intact', entries, head: last.hash };
  return { state: 'broken', atNumber: last.number + 1, because: `the log ends at ${last.number} of ${head.number}` };
}

function flawOf(entry: ChainedEntry, last: Pick<ChainedEntry, 'number' | 'hash'>, digest: Digest): string | null {
  if (entry.number !== last.number + 1) return `${entry.number - last.number - 1} missing before ${entry.number}`;
  // Entries from before the chain have no digest; behind the first that has one there may be none without.
  if (entry.hash === '' && last.hash === '') return null;
  return entry.hash === link(digest, last.hash, canonical(entry.number, entry))
    ? null
    : `entry ${entry.number} changed`;
}
