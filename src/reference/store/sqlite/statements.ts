import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type Libsql from 'libsql';

type Bound = [readonly (string | number | null)[]];
type Statement = Libsql.Statement<Bound>;

interface HeldStatement {
  statement: Statement | null;
}

/**
 * The prepared statements of one connection. SQLite keeps the database file open until the last statement of a
 * connection is finalised, and libsql 0.5.29 finalises a statement only when the garbage collector collects it: close()
 * alone leaves the file and its two companions open (tursodatabase/libsql-js#228; fixed by #236, which is not released
 * yet).
 */
export class Statements {
  readonly #connection: Libsql.Database;
  readonly #held = new Set<HeldStatement>();

  constructor(connection: Libsql.Database) {
    this.#connection = connection;
  }

  /** The returned function gives the statement, and throws after `release`. */
  prepare(sql: string): () => Statement {
    const held: HeldStatement = { statement: this.#connection.prepare<Bound>(sql) };
    this.#held.add(held);
    return () => {
      if (held.statement === null) throw new Error('the database is closed');
      return held.statement;
    };
  }

  /** Finalises all statements. Called after the connection is closed, it closes the file. */
  async release(): Promise<void> {
    const statements = [...this.#held].flatMap((held) => {
      const { statement } = held;
      held.statement = null;
      return statement === null ? [] : [new WeakRef(statement)];
    });
    this.#held.clear();
    await untilCollected(statements);
  }
}

/**
 * One collection was always enough on Node 20, 22, 24 and 26. The bound is for a debugger that references a statement:
 * closing must not wait for it.
 */
const MAX_COLLECTIONS = 5;

/** Collects garbage until these objects, and others dropped with them, are collected. */
export async function untilCollected(dropped: readonly WeakRef<object>[]): Promise<void> {
  for (let collections = 0; collections < MAX_COLLECTIONS; collections += 1) {
    // A WeakRef keeps its target alive until the current task ends.
    await nextTask();
    collectGarbage();
    const isCollected = dropped.every((reference) => reference.deref() === undefined);
    // Node runs the finalisers of native objects in the task after the collection.
    await nextTask();
    if (isCollected) return;
  }
}

const nextTask = (): Promise<void> => delay(0).then(() => new Promise((resolve) => void setImmediate(resolve)));

let collect: (() => void) | undefined;

/** 10 to 20 ms on a heap of this size. */
function collectGarbage(): void {
  collect ??= exposedCollector();
  collect();
}

/** A new context gets the `gc` function of --expose-gc. Existing contexts do not change. */
function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  return typeof gc === 'function' ? () => void gc() : () => {};
}
