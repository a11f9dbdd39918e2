import Libsql from 'libsql';
import { SCHEMA } from './schema.ts';

/**
 * The only values that may be bound. libsql 0.5 aborts the whole process on a boolean or a lone Buffer and binds
 * `undefined` as NULL without a word, so the compiler must see to it that none of them comes near.
 */
type Bindable = string | number | null;

interface Query<Row> {
  first(...values: readonly Bindable[]): Row | null;
  all(...values: readonly Bindable[]): Row[];
  /** Answers how many rows changed. */
  run(...values: readonly Bindable[]): number;
}

export interface Database {
  query<Row = never>(sql: string): Query<Row>;
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Another process may hold the write lock while it commits, a millisecond or so. Two seconds of that is a fault. */
const BUSY_TIMEOUT_MS = 2000;

export function openDatabase(file: string): Database {
  const connection = new Libsql(file);
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  connection.pragma('journal_mode = WAL');
  // NORMAL could forget the last rotations at a power cut: the client's new token would be unknown, the old one alive.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  connection.exec(SCHEMA);

  return {
    query<Row>(sql: string): Query<Row> {
      const statement = connection.prepare<[readonly Bindable[]]>(sql);
      // One array, always: a lone argument of the wrong type is what makes the binding abort. And a Row is what the
      // SQL says it is; the binding knows nothing about that, so the two assertions below are where we vouch for it.
      return {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        first: (...values) => (statement.get(values) as Row | undefined) ?? null,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        all: (...values) => statement.all(values) as Row[],
        run: (...values) => statement.run(values).changes,
      };
    },

    transaction(work) {
      // IMMEDIATE takes the write lock at once. A deferred transaction that reads first and then writes dies with
      // SQLITE_BUSY_SNAPSHOT when another process wrote in between, and no busy timeout helps against that.
      connection.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        if (connection.inTransaction) connection.exec('ROLLBACK');
        throw error;
      }
    },

    close: () => {
      connection.close();
    },
  };
}
