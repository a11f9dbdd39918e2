import { createHash } from 'node:crypto';
import type { AuditEntry, ChainedEntry, ChainHead, Digest, Store } from './store.ts';

/*
 * Each entry contains a digest over itself and the previous digest, so a removed, added or changed entry breaks the
 * chain from there on. This reveals tampering to a reader who noted an earlier head. It does not stop a writer from
 * recomputing all digests.
 */

/**
 * No field contains a bar: events and outcomes are constants, ids are numbers or base64url, request ids are checked.
 */
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
  /** The number of the first entry that does not continue the previous one. New entries do not change it. */
  readonly atNumber: number;
  readonly because: string;
}

const PAGE = 1000;

const NO_ENTRY: ChainHead = { number: 0, hash: '' };

/** Verifies the whole log in pages, so that memory use does not depend on its length. */
export async function verifyChain(store: Store): Promise<ChainReport> {
  return follow(store, await store.auditHead(), NO_ENTRY);
}

/**
 * A crash damages only the last writes, and at most 256 requests share a commit. Reading twice as many entries takes a
 * few milliseconds for a log of any length.
 */
const END_ENTRIES = 512;

/** Verifies only the last entries, and of these only the ones after the accepted break. */
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

/** Verifies from an entry that is assumed to be right to the end of the log. */
async function follow(store: Store, head: ChainHead, start: ChainHead): Promise<ChainReport> {
  let last = start;
  let hashAtHead = start.number === head.number ? start.hash : null;
  let entries = start === NO_ENTRY ? 0 : 1;
  for (;;) {
    const page = await store.auditPage(last.number, PAGE);
    for (const entry of page) {
      const because = entryError(entry, last, store.chainDigest);
      if (because !== null) return broken(last.number + 1, because);
      last = entry;
      if (entry.number === head.number) hashAtHead = entry.hash;
    }
    entries += page.length;
    if (page.length < PAGE) break;
  }
  const atEnd = breakAtEnd({ last, head, newest: await store.auditHead(), hashAtHead });
  return atEnd ?? { state: 'intact', entries, head: last.hash };
}

/** The end of the log, and its head before and after the verification. */
interface End {
  readonly last: ChainHead;
  readonly head: ChainHead;
  readonly newest: ChainHead;
  /** The digest of the entry with the head's number; null if that entry was not read. */
  readonly hashAtHead: string | null;
}

function breakAtEnd({ last, head, newest, hashAtHead }: End): BrokenChain | null {
  if (last.number < head.number) return endsEarly(last, head);
  // Entries written during the verification come after the head that was read before it.
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

function entryError(entry: ChainedEntry, last: ChainHead, digest: Digest): string | null {
  if (entry.number !== last.number + 1) return missingBefore(entry, last.number + 1);
  // Entries from before the chain have no digest. After the first entry with a digest, all must have one.
  if (entry.hash === '' && last.hash === '') return null;
  return entry.hash === link(digest, last.hash, canonical(entry.number, entry))
    ? null
    : `entry ${entry.number} changed`;
}
