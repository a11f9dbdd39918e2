import type { ProcessRow } from './contract.ts';

/**
 * The processes and their descendants. Iteration of a set includes the elements that are added during it.
 * @param except a process whose descendants are left out too: whyslow may run in a terminal of the server.
 */
export function withDescendants(
  pids: Iterable<number>,
  rows: readonly ProcessRow[],
  except: number | null,
): ReadonlySet<number> {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const all = new Set(pids);
  for (const pid of all) {
    for (const child of children.get(pid) ?? []) {
      if (child.pid !== except && isYounger(child, byPid.get(pid))) all.add(child.pid);
    }
  }
  return all;
}

/** Windows keeps the number of a parent that has ended, and gives this number to another process. */
const isYounger = ({ started }: ProcessRow, parent: ProcessRow | undefined): boolean =>
  started === null || parent === undefined || parent.started === null || parent.started <= started;
