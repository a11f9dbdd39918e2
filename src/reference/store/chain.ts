import { createHash } from 'node:crypto';
import type { AuditEntry, AuditLog, ChainedEntry, ChainHead, Digest, Store } from './store.ts';

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

export type StoreReport =
  | Exclude<ChainReport, BrokenChain>
  | (BrokenChain & {
      /** The name of the broken log. */
      readonly log: string;
    });

const PAGE = 1000;

const NO_ENTRY: ChainHead = { number: 0, hash: '' };

/** Verifies all logs of a store in pages, so that memory use does not depend on their length. */
export async function verifyChain({ logs }: Pick<Store, 'logs'>): Promise<StoreReport> {
  const [first, ...others] = await Promise.all(logs.map(verifyLog));
  if (first === undefined || others.length === 0) return first ?? NOTHING;
  return others.reduce(together, first);
}

async function verifyLog(log: AuditLog): Promise<StoreReport> {
  const report = await follow(log, await log.head(), NO_ENTRY);
  return report.state === 'broken' ? { ...report, log: log.name } : report;
}

const NOTHING: StoreReport = { state: 'intact', entries: 0, head: '' };

/** The first break, or one head that changes with each of both. */
function together(one: StoreReport, next: StoreReport): StoreReport {
  if (one.state === 'broken') return one;
  if (next.state === 'broken' || next.entries === 0) return next.state === 'broken' ? next : one;
  return { state: 'intact', entries: one.entries + next.entries, head: link('sha256', one.head, next.head) };
}

/** The entry as the command line names it. */
export const entryName = (log: string, number: number): string => (log === '' ? `${number}` : `${log}:${number}`);

/**
 * A crash damages only the last writes, and at most 256 requests share a commit. Reading twice as many entries takes a
 * few milliseconds for a log of any length.
 */
const END_ENTRIES = 512;

/** Verifies only the last entries, and of these only the ones after the accepted break. */
export async function verifyEnd(log: AuditLog, acceptedBreak = 0): Promise<ChainReport> {
  const head = await log.head();
  const from = Math.max(head.number - END_ENTRIES, acceptedBreak, 0);
  if (from === 0) return follow(log, head, NO_ENTRY);
  const [first] = await log.page(from - 1, 1);
  const isAccepted = from === acceptedBreak;
  if (first === undefined) {
    if (isAccepted) return { state: 'intact', entries: 0, head: head.hash };
    return endsEarly((await log.last()) ?? NO_ENTRY, head);
  }
  if (first.number > from && !isAccepted) return broken(from, missingBefore(first, from));
  return follow(log, head, first);
}

/** Verifies from an entry that is assumed to be right to the end of the log. */
async function follow(log: AuditLog, head: ChainHead, start: ChainHead): Promise<ChainReport> {
  let last = start;
  let hashAtHead = start.number === head.number ? start.hash : null;
  let entries = start === NO_ENTRY ? 0 : 1;
  for (;;) {
    const page = await log.page(last.number, PAGE);
    for (const entry of page) {
      const because = entryError(entry, last, log.chainDigest);
      if (because !== null) return broken(last.number + 1, because);
      last = entry;
      if (entry.number === head.number) hashAtHead = entry.hash;
    }
    entries += page.length;
    if (page.length < PAGE) break;
  }
  const atEnd = breakAtEnd({ last, head, newest: await log.head(), hashAtHead });
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
