import Table from 'cli-table3';
import { entryName } from '../../reference/store/chain.ts';
import type { ChainedEntry } from '../../reference/store/store.ts';
import { sanitizedText } from '../../render/sanitize.ts';

interface Column {
  readonly name: string;
  readonly cell: (entry: ChainedEntry) => string;
}

const COLUMNS: readonly Column[] = [
  { name: 'number', cell: ({ log, number }) => entryName(log, number) },
  { name: 'at', cell: ({ atMs }) => new Date(atMs).toISOString() },
  { name: 'event', cell: ({ event }) => event },
  { name: 'outcome', cell: ({ outcome }) => outcome },
  { name: 'user', cell: ({ userId }) => String(userId ?? '–') },
  { name: 'family', cell: ({ sessionId }) => sessionId ?? '–' },
  { name: 'from', cell: ({ ip }) => ip },
  { name: 'request', cell: ({ requestId }) => requestId },
];

/** Columns that are dropped on a narrow terminal, in this order. */
const DISPENSABLE = ['request', 'family', 'from'];

export interface Drawn {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** A table without colours and borders, so that awk can read it too. Escape codes from log entries are made harmless. */
export function auditTable(entries: readonly ChainedEntry[], columns: number): Drawn {
  for (let dropped = 0; ; dropped += 1) {
    const leftOut = DISPENSABLE.slice(0, dropped);
    const lines = draw(
      entries,
      COLUMNS.filter(({ name }) => !leftOut.includes(name)),
    );
    const isNarrow = Math.max(...lines.map((line) => line.length)) <= columns;
    if (isNarrow || dropped === DISPENSABLE.length) return { text: lines.join('\n'), leftOut };
  }
}

function draw(entries: readonly ChainedEntry[], columns: readonly Column[]): string[] {
  const table = new Table({
    head: columns.map(({ name }) => name),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: BARE,
  });
  for (const entry of entries) table.push(columns.map(({ cell }) => sanitizedText(cell(entry))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
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
