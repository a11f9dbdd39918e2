import { stderr, stdout } from 'node:process';
import { quotedFor } from '../../model/shell.ts';
import { entryName, verifyChain, type StoreReport } from '../../reference/store/chain.ts';
import type { ChainedEntry } from '../../reference/store/store.ts';
import { auditLine } from '../../reference/audit-lines.ts';
import { auditTable } from './audit-table.ts';
import { withStore } from './stored.ts';
import type { KeptPlace } from './values.ts';

export interface AuditCommandOptions {
  readonly store: KeptPlace;
  readonly since?: number;
  readonly limit: number;
  readonly json?: boolean;
}

/** The exit code for a found problem, as in diagnose and verify. */
const EXIT_PROBLEM = 20;

/** Prints entries on stdout and notes on stderr, so that a pipe gets only entries. */
export function audit({ store: place, since, limit, json = false }: AuditCommandOptions): Promise<number> {
  return withStore(place, async (store) => {
    // One entry more than the limit shows whether there are older ones.
    const found = await store.auditSince(since ?? 0, limit + 1);
    const entries = found.slice(-limit);
    const notes = found.length > limit ? [`the newest ${limit}; --limit shows more`] : [];
    if (json) stdout.write(entries.map((entry) => `${auditLine(entry)}\n`).join(''));
    else notes.push(...writeTable(entries, since));
    const report = await verifyChain(store);
    stderr.write([...notes, sentenceOn(report), nextAfter(report, place)].map((note) => `${note}\n`).join(''));
    return report.state === 'intact' ? 0 : EXIT_PROBLEM;
  });
}

/** A pipe has no width and gets all columns. */
function writeTable(entries: readonly ChainedEntry[], since: number | undefined): string[] {
  if (entries.length === 0) {
    return [since === undefined ? 'no entries yet' : `no entries since ${new Date(since).toISOString()}`];
  }
  const { text, leftOut } = auditTable(entries, stdout.isTTY ? stdout.columns : Infinity);
  stdout.write(`${text}\n`);
  return leftOut.length === 0
    ? []
    : [`columns left out on this narrow terminal: ${leftOut.join(', ')}; a pipe or --json has all`];
}

function sentenceOn(report: StoreReport): string {
  if (report.state === 'broken')
    return `chain broken at entry ${entryName(report.log, report.atNumber)}: ${report.because}`;
  if (report.entries === 0) return 'chain intact: no entries';
  return `chain intact: ${report.entries} entries, head ${report.head.slice(0, 16)} (write it down to detect later changes of old entries)`;
}

function nextAfter({ state }: StoreReport, place: KeptPlace): string {
  // The URL of a database may hold a password.
  const store = place.kind === 'sqlite' ? quotedFor(place.file, process.platform) : 'URL';
  const command = `whyslow reference audit --store ${store} --json`;
  return state === 'broken'
    ? `Copy the database before anything else writes to it. Next: ${command}`
    : `Next: ${command} > audit.ndjson`;
}
