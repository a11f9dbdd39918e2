import Libsql from 'libsql';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable, type Obstacle } from '../unavailable.ts';
import { migrations } from './migrations.ts';
import { explainOpening, makeFile, refuseNewer, refuseStrangers } from './opening.ts';
import { Statements, untilCollected } from './statements.ts';

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
  /** Outside of commit-queue.ts nobody needs this: a transaction of one request is a disk flush of one request. */
  transaction<T>(work: () => T): T;
  /** Settles when the file is closed. */
  close(): Promise<void>;
}

/**
 * Another process may hold the write lock for the millisecond of its commit. SQLite waits for it inside this call, with
 * the event loop standing still, so it waits briefly; whoever needs longer patience comes again (commit-queue.ts).
 */
const BUSY_TIMEOUT_MS = 20;

/** Starting may wait: nobody is being served yet, and another process may be making the tables. */
const START_BUSY_TIMEOUT_MS = 5000;

export interface DatabaseOptions {
  /** False makes the tables that look tokens up by reading all of them. */
  readonly indexed?: boolean;
  /** A maintenance command does not make what it was to look at. */
  readonly mustBeMade?: boolean;
}

/** @throws ToolError where the file cannot be used, with what to do about it */
export function openDatabase(file: string, options: DatabaseOptions = {}): Database {
  let connection: Libsql.Database | undefined;
  try {
    makeFile(file);
    connection = new Libsql(file);
    return prepare(connection, file, options);
  } catch (error) {
    connection?.close();
    // Nothing holds the statements that were prepared so far, but the file stays open until they are collected.
    void untilCollected([]);
    throw explainOpening(error, file);
  }
}

function prepare(connection: Libsql.Database, file: string, options: DatabaseOptions): Database {
  const { indexed = true, mustBeMade = false } = options;
  connection.pragma(`busy_timeout = ${START_BUSY_TIMEOUT_MS}`);
  // Before the first pragma that writes.
  refuseStrangers(file, tablesOf(connection), mustBeMade);
  refuseNewer(file, versionOf(connection), migrations(indexed).length);
  connection.pragma('journal_mode = WAL');
  // NORMAL could forget the last rotations at a power cut: the client's new token would be unknown, the old one alive.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('temp_store = MEMORY');
  const statements = new Statements(connection);
  const transaction = transactionsOn(connection);
  transaction(() => migrate(connection, file, indexed));
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);

  return {
    query<Row>(sql: string): Query<Row> {
      const statement = statements.prepare(sql);
      // One array, always: a lone argument of the wrong type is what makes the binding abort. And a Row is what the
      // SQL says it is; the binding knows nothing about that, so the two assertions below are where we vouch for it.
      return {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        first: (...values) => named(() => (statement().get(values) as Row | undefined) ?? null),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        all: (...values) => named(() => statement().all(values) as Row[]),
        run: (...values) => named(() => statement().run(values).changes),
      };
    },
    transaction: (work) => named(() => transaction(work)),
    async close() {
      tidy(connection);
      connection.close();
      await statements.release();
    },
  };
}

function transactionsOn(connection: Libsql.Database): <T>(work: () => T) => T {
  return (work) => {
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
  };
}

function migrate(connection: Libsql.Database, file: string, indexed: boolean): void {
  const version = versionOf(connection);
  const steps = migrations(indexed);
  // Again, because another process may have come first.
  refuseNewer(file, version, steps.length);
  if (!indexed && version > 0) {
    throw new ToolError('store-has-indexes', `--no-indexes makes new tables, but ${file} has some. Name a new file.`);
  }
  for (const step of steps.slice(version)) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${steps.length}`);
}

/** Else what was written last stays in the -wal file, and who copies the database alone loses it. */
function tidy(connection: Libsql.Database): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk or another user of the file: it is as safe where it is, and the next start reads it from there.
  }
}

function tablesOf(connection: Libsql.Database): string[] {
  const rows: unknown[] = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all([]);
  return rows.flatMap((row) => (typeof row === 'object' && row !== null && 'name' in row ? [String(row.name)] : []));
}

function versionOf(connection: Libsql.Database): number {
  const row: unknown = connection.prepare('PRAGMA user_version').all([])[0];
  const isRow = typeof row === 'object' && row !== null && 'user_version' in row;
  return isRow ? Number(row.user_version) : 0;
}

/** The obstacles that pass by themselves, or when somebody tidies up. Anything else is a bug and stays what it is. */
const OBSTACLES: readonly (readonly [prefix: string, obstacle: Obstacle])[] = [
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_FULL', 'full'],
  // What SQLite says where the disk is full but the failing call was not the one that extends the file.
  ['SQLITE_IOERR', 'full'],
];

function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // Until its stack is read, an error keeps the objects of its frames alive, and so the statement that failed.
    if (error instanceof Error) void error.stack;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const [, obstacle] = OBSTACLES.find(([prefix]) => code.startsWith(prefix)) ?? [];
    throw obstacle === undefined ? error : new StoreUnavailable(obstacle, error);
  }
}
