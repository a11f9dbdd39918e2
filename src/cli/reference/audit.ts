import { env, stderr, stdout } from 'node:process';
import { verifyChain } from '../../reference/store/chain.ts';
import type { ChainedEntry } from '../../reference/store/store.ts';
import { auditLine } from '../../reference/audit-lines.ts';
import { fitted } from '../narrowed.ts';
import { outputStyleFor } from '../output-style.ts';
import { auditTable } from './audit-table.ts';
import { chainSentence, nextAfter } from './texts.ts';
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
    const written = [...notes, chainSentence(report)].map((note) => `${note}\n`).join('');
    stderr.write(`${fitted(written, stderr)}${nextAfter(report, place, outputStyleFor(stderr, env, false))}`);
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
