import Libsql from 'libsql';
import { ToolError } from '../../../model/error.ts';
import { StoreUnavailable, type Obstacle } from '../unavailable.ts';
import { migrations } from './migrations.ts';
import { explainOpening, makeFile, refuseForeignDatabase, refuseNewer } from './opening.ts';
import { Statements, untilCollected } from './statements.ts';

/**
 * The only values that may be bound. libsql 0.5 aborts the whole process on a boolean or a lone Buffer, and silently
 * binds `undefined` as NULL. This type excludes them at compile time.
 */
type Bindable = string | number | null;

interface Query<Row> {
  first(...values: readonly Bindable[]): Row | null;
  all(...values: readonly Bindable[]): Row[];
  /** Returns the number of changed rows. */
  run(...values: readonly Bindable[]): number;
}

export interface Database {
  query<Row = never>(sql: string): Query<Row>;
  /** Only for commit-queue.ts: a separate transaction per request would cost a disk flush per request. */
  transaction<T>(work: () => T): T;
  /** Settles when the file is closed. */
  close(): Promise<void>;
}

/**
 * Another process may hold the write lock for the millisecond of its commit. SQLite waits for the lock inside the call
 * and blocks the event loop, so the timeout is short. commit-queue.ts retries for longer.
 */
const BUSY_TIMEOUT_MS = 20;

/** Longer at the start: no requests are served yet, and another process may be creating the tables. */
const START_BUSY_TIMEOUT_MS = 5000;

export interface DatabaseOptions {
  /** False creates tables without indexes, so that each token lookup scans the table. */
  readonly indexed?: boolean;
  /** Refuses an empty file, for maintenance commands. */
  readonly mustBeMade?: boolean;
}

/** @throws ToolError with the next step if the file cannot be used */
export function openDatabase(file: string, options: DatabaseOptions = {}): Database {
  let connection: Libsql.Database | undefined;
  try {
    makeFile(file);
    connection = new Libsql(file);
    return prepare(connection, file, options);
  } catch (error) {
    connection?.close();
    // The file stays open until the unreferenced prepared statements are garbage-collected.
    void untilCollected([]);
    throw explainOpening(error, file);
  }
}

function prepare(connection: Libsql.Database, file: string, options: DatabaseOptions): Database {
  const { indexed = true, mustBeMade = false } = options;
  connection.pragma(`busy_timeout = ${START_BUSY_TIMEOUT_MS}`);
  // Before the first pragma that writes.
  refuseForeignDatabase(file, tablesOf(connection), mustBeMade);
  refuseNewer(file, versionOf(connection), migrations(indexed).length);
  connection.pragma('journal_mode = WAL');
  // NORMAL could lose the last rotations in a power cut: the new token would be unknown and the old one valid.
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
      // Values are always passed as one array, because the binding aborts on a lone argument of the wrong type. The SQL
      // determines the Row, which the binding does not type, so the two assertions below are needed.
      return {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        first: (...values) => mapped(() => (statement().get(values) as Row | undefined) ?? null),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        all: (...values) => mapped(() => statement().all(values) as Row[]),
        run: (...values) => mapped(() => statement().run(values).changes),
      };
    },
    transaction: (work) => mapped(() => transaction(work)),
    async close() {
      checkpoint(connection);
      connection.close();
      await statements.release();
    },
  };
}

function transactionsOn(connection: Libsql.Database): <T>(work: () => T) => T {
  return (work) => {
    // IMMEDIATE takes the write lock at once. A deferred transaction that reads and then writes fails with
    // SQLITE_BUSY_SNAPSHOT if another process wrote in between, regardless of the busy timeout.
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
    throw new ToolError(
      'store-has-indexes',
      `--no-indexes needs new tables, but ${file} already has tables. Name a new file.`,
    );
  }
  for (const step of steps.slice(version)) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${steps.length}`);
}

/** Moves the last writes from the -wal file into the database file, so that the file can be copied alone. */
function checkpoint(connection: Libsql.Database): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // The disk is full or another process uses the file. The data is safe in the -wal file, which the next start reads.
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

/** Temporary errors, and errors that an operator can clear. Other errors are bugs and are rethrown unchanged. */
const OBSTACLES: readonly (readonly [prefix: string, obstacle: Obstacle])[] = [
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_FULL', 'full'],
  // The error for a full disk if the failing call was not the one that extends the file.
  ['SQLITE_IOERR', 'full'],
];

function mapped<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // Until its stack is read, an error references the objects of its frames, including the failed statement.
    if (error instanceof Error) void error.stack;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const [, obstacle] = OBSTACLES.find(([prefix]) => code.startsWith(prefix)) ?? [];
    throw obstacle === undefined ? error : new StoreUnavailable(obstacle, error);
  }
}
