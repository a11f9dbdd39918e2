import { readdirSync, readlinkSync, statSync } from 'node:fs';
import type { ForeignLock } from './contract.ts';
import { programOf, textOf } from './processes.ts';

/** A lock of /proc/locks that can hold up others. */
export interface HeldLock {
  readonly pid: number;
  /** The number of the file on its device. */
  readonly inode: string;
  readonly kind: ForeignLock['kind'];
  /** The processes that wait for it. */
  readonly waiting: readonly number[];
}

const LINE =
  /^(?<id>\d+): (?<arrow>->)?\s*\S+\s+\S+\s+(?<mode>READ|WRITE)\s+(?<pid>-?\d+)\s+[\da-f]+:[\da-f]+:(?<inode>\d+)\s+(?<start>\d+)/;

/** SQLite locks these bytes of a database, and in WAL mode these ones of its index (sqlite.org/fileformat2.html, walformat.html). */
const SQLITE_BYTES = { from: 1_073_741_824, until: 1_073_742_335 } as const;
const SQLITE_WAL_BYTES = { from: 120, until: 127 } as const;

const isIn = (byte: number, { from, until }: { readonly from: number; readonly until: number }): boolean =>
  byte >= from && byte <= until;

/** Parses /proc/locks: below each lock stand the processes that wait for it, with an arrow and its number. */
export function parseLocks(text: string): readonly HeldLock[] {
  const lines = text.split('\n').flatMap((line) => fieldsIn(line) ?? []);
  return lines
    .filter(({ arrow }) => arrow === undefined)
    .map(({ id, pid, inode, mode, start }) => ({
      pid: Number(pid),
      inode,
      kind:
        mode === 'WRITE' && [SQLITE_BYTES, SQLITE_WAL_BYTES].some((bytes) => isIn(Number(start), bytes))
          ? 'sqlite'
          : 'other',
      waiting: lines.filter((each) => each.arrow !== undefined && each.id === id).map((each) => Number(each.pid)),
    }));
}

const fieldsIn = (line: string): Fields | null => (LINE.exec(line)?.groups as Fields | undefined) ?? null;

type Fields = Readonly<Record<'id' | 'mode' | 'pid' | 'inode' | 'start', string>> & { readonly arrow?: string };

/** The locks of other processes on files that the server has open: those for which it waits, and exclusive ones of SQLite. */
export function foreignLocks(servers: ReadonlySet<number>): readonly ForeignLock[] {
  const held = parseLocks(textOf('/proc/locks') ?? '');
  return [...servers].flatMap((server) => {
    const meant = held.filter(
      ({ pid, kind, waiting }) => pid > 0 && pid !== server && (kind === 'sqlite' || waiting.includes(server)),
    );
    return meant.length === 0 ? [] : locksOn(openFiles(server), meant);
  });
}

const locksOn = (files: readonly OpenFile[], locks: readonly HeldLock[]): readonly ForeignLock[] =>
  locks.flatMap(({ inode, pid, kind }) => {
    const file = files.find((each) => each.inode === inode);
    return file === undefined ? [] : [{ file: file.path, kind, pid, program: programOf(pid) }];
  });

interface OpenFile {
  readonly path: string;
  readonly inode: string;
}

/**
 * The files that a process has open. The device is left out: file systems that lie on others show another one in /proc/locks
 * than in stat.
 */
function openFiles(pid: number): readonly OpenFile[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => fileAt(`${folder}/${name}`) ?? []);
  } catch {
    return [];
  }
}

function fileAt(descriptor: string): OpenFile | null {
  try {
    const path = readlinkSync(descriptor);
    if (!path.startsWith('/') || path.startsWith('/dev/')) return null;
    return { path, inode: String(statSync(descriptor, { bigint: true }).ino) };
  } catch {
    return null;
  }
}
