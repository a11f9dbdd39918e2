import { createHash } from 'node:crypto';
import type { AuditEntry, ChainedEntry, ChainHead, Digest, Store } from './store.ts';

/*
 * Each entry carries a digest over itself and the digest before it, so a removed, added or changed one breaks the chain
 * from there on. It shows tampering to a reader who noted an earlier head; it cannot stop a writer who recomputes everything.
 */

/** No field can contain a bar: events and outcomes are ours, ids are numbers or base64url, request ids are checked. */
export function canonical(number: number, entry: AuditEntry): string {
  const { atMs, event, outcome, userId, sessionId, ip, requestId } = entry;
  return [number, atMs, event, outcome, userId ?? '', sessionId ?? '', ip, requestId].join('|');
}

export function link(digest: Digest, before: string, text: string): string {
  return createHash(digest).update(`${before}|${text}`).digest('hex');
}

export type ChainReport = { readonly state: 'intact'; readonly entries: number; readonly head: string } | BrokenChain;

export interface BrokenChain {
  readonly state: 'broken';
  /** The first number whose entry does not continue the one before. It stays the same when entries are added. */
  readonly atNumber: number;
  readonly because: string;
}

const PAGE = 1000;

const NO_ENTRY: ChainHead = { number: 0, hash: '' };

/** Walks the whole log in pages, so that its length does not matter to our memory. */
export async function verifyChain(store: Store): Promise<ChainReport> {
  return follow(store, await store.auditHead(), NO_ENTRY);
}

/**
 * A crash damages what was written last, and 256 requests at most share a commit. Reading twice as many takes a few
 * milliseconds, however long the log is.
 */
const END_ENTRIES = 512;

/** Checks the last entries alone, and of these only what follows the accepted break. */
export async function verifyEnd(store: Store, acceptedBreak = 0): Promise<ChainReport> {
  const head = await store.auditHead();
  const from = Math.max(head.number - END_ENTRIES, acceptedBreak, 0);
  if (from === 0) return follow(store, head, NO_ENTRY);
  const [first] = await store.auditPage(from - 1, 1);
  const isAccepted = from === acceptedBreak;
  if (first === undefined) {
    if (isAccepted) return { state: 'intact', entries: 0, head: head.hash };
    const [last = NO_ENTRY] = await store.auditSince(0, 1);
    return endsEarly(last, head);
  }
  if (first.number > from && !isAccepted) return broken(from, missingBefore(first, from));
  return follow(store, head, first);
}

/** Walks from an entry that is taken for right to the end of the log. */
async function follow(store: Store, head: ChainHead, start: ChainHead): Promise<ChainReport> {
  let last = start;
  let hashAtHead = start.number === head.number ? start.hash : null;
  let entries = start === NO_ENTRY ? 0 : 1;
  for (;;) {
    const page = await store.auditPage(last.number, PAGE);
    for (const entry of page) {
      const flaw = flawOf(entry, last, store.chainDigest);
      if (flaw !== null) return broken(last.number + 1, flaw);
      last = entry;
      if (entry.number === head.number) hashAtHead = entry.hash;
    }
    entries += page.length;
    if (page.length < PAGE) break;
  }
  const flaw = flawAtEnd({ last, head, newest: await store.auditHead(), hashAtHead });
  return flaw ?? { state: 'intact', entries, head: last.hash };
}

/** The end of a log beside its head: the one that was read before the walk, and the newest. */
interface End {
  readonly last: ChainHead;
  readonly head: ChainHead;
  readonly newest: ChainHead;
  /** The digest of the entry that the head names; null where the walk did not pass it. */
  readonly hashAtHead: string | null;
}

function flawAtEnd({ last, head, newest, hashAtHead }: End): BrokenChain | null {
  if (last.number < head.number) return endsEarly(last, head);
  // Entries that were written during the walk are behind the head that was read before it.
  if (last.number > newest.number) {
    return broken(last.number + 1, `the log ends at ${last.number}, its head at ${newest.number}`);
  }
  if (hashAtHead === null || hashAtHead === head.hash) return null;
  return broken(head.number + 1, `entry ${head.number} is not the one that was written last`);
}

const broken = (atNumber: number, because: string): BrokenChain => ({ state: 'broken', atNumber, because });

const endsEarly = (last: ChainHead, head: ChainHead): BrokenChain =>
  broken(last.number + 1, `the log ends at ${last.number} of ${head.number}`);

const missingBefore = ({ number }: ChainHead, expected: number): string =>
  `${number - expected} missing before ${number}`;

function flawOf(entry: ChainedEntry, last: ChainHead, digest: Digest): string | null {
  if (entry.number !== last.number + 1) return missingBefore(entry, last.number + 1);
  // Entries from before the chain have no digest; behind the first that has one there may be none without.
  if (entry.hash === '' && last.hash === '') return null;
  return entry.hash === link(digest, last.hash, canonical(entry.number, entry))
    ? null
    : `entry ${entry.number} changed`;
}
