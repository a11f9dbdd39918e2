import { stderr, stdout } from 'node:process';
import Table from 'cli-table3';
import { verifyChain, type ChainReport } from '../../reference/store/chain.ts';
import type { ChainedEntry } from '../../reference/store/store.ts';
import { withStore } from './stored.ts';
import type { KeptPlace } from './values.ts';

export interface AuditCommandOptions {
  readonly store: KeptPlace;
  readonly since?: number;
  readonly limit: number;
  readonly json?: boolean;
}

/** The exit code of a problem that was found, as for diagnose and verify. */
const EXIT_PROBLEM = 20;

/** Entries go to stdout, what the chain says to stderr: a pipe gets entries and nothing else. */
export function audit({ store: place, since = 0, limit, json = false }: AuditCommandOptions): Promise<number> {
  return withStore(place, async (store) => {
    const entries = await store.auditSince(since, limit);
    stdout.write(json ? entries.map((entry) => `${JSON.stringify(shown(entry))}\n`).join('') : `${tableOf(entries)}\n`);
    const report = await verifyChain(store);
    stderr.write(`${sentenceOn(report)}\n`);
    return report.state === 'intact' ? 0 : EXIT_PROBLEM;
  });
}

function shown({ number, atMs, event, outcome, userId, sessionId, ip, requestId }: ChainedEntry): object {
  return { number, at: new Date(atMs).toISOString(), event, outcome, userId, family: sessionId, ip, requestId };
}

function tableOf(entries: readonly ChainedEntry[]): string {
  const head = ['number', 'at', 'event', 'outcome', 'user', 'family', 'from', 'request'];
  // Without colours and lines: it is read by eyes and by awk.
  const table = new Table({
    head,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: BARE,
  });
  for (const { number, atMs, event, outcome, userId, sessionId, ip, requestId } of entries) {
    const at = new Date(atMs).toISOString();
    table.push([number, at, event, outcome, userId ?? '–', sessionId ?? '–', ip, requestId]);
  }
  return table.toString();
}

const SIDES = ['top', 'bottom', 'left', 'right'] as const;
const BARE = Object.fromEntries(
  [
    ...SIDES.flatMap((side) => [side, `${side}-mid`]),
    ...['top', 'bottom'].flatMap((side) => [`${side}-left`, `${side}-right`]),
    'mid',
    'mid-mid',
    'middle',
  ].map((name) => [name, '']),
);

function sentenceOn(report: ChainReport): string {
  if (report.state === 'intact') {
    return `chain intact: ${report.entries} entries, head ${report.head.slice(0, 16)} (note it to see later whether the past changed)`;
  }
  return `chain broken at entry ${report.atNumber}: ${report.because}`;
}
