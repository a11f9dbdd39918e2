import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/reference/store/sqlite/store.ts';

const read = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

test('docs/schema.sql creates the same tables, columns, keys and indexes as the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const file = join(folder, 'reference.db');
  await openSqliteStore(file).close();
  const made = new Libsql(file);
  const shown = new Libsql(':memory:');
  shown.exec(read('schema.sql'));
  expect(structureOf(shown)).toEqual(structureOf(made));
  expect(Object.keys(structureOf(made))).toContain('refresh_tokens');
  for (const table of Object.keys(structureOf(made))) expect(traitsOf(shown, table)).toEqual(traitsOf(made, table));
  made.close();
  shown.close();
  await rm(folder, { recursive: true });
});

test('control: a missing column or a different index is detected', () => {
  const [whole, broken] = [new Libsql(':memory:'), new Libsql(':memory:')];
  whole.exec(read('schema.sql'));
  broken.exec(read('schema.sql').replace('audit_at ON audit(at)', 'audit_at ON audit(event)'));
  expect(structureOf(broken)).not.toEqual(structureOf(whole));
  whole.close();
  broken.close();
});

test('docs/reference.md shows docs/schema.sql word for word', () => {
  const [, block] = /```sql\n([^]*?)```/.exec(read('reference.md')) ?? [];
  expect(block).toBe(read('schema.sql'));
});

/** The description of each table by SQLite. The text of its statement depends on the migrations. */
function structureOf(database: Libsql.Database): Record<string, object> {
  const ask = (pragma: string): unknown[] => database.prepare(`PRAGMA ${pragma}`).all([]);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all([]);
  return Object.fromEntries(
    tables.map(nameOf).map((table) => [
      table,
      {
        columns: ask(`table_xinfo(${table})`),
        references: ask(`foreign_key_list(${table})`),
        indexes: ask(`index_list(${table})`)
          .map(nameOf)
          .toSorted()
          .map((index) => [index, ask(`index_xinfo(${index})`), conditionOf(database, index)]),
      },
    ]),
  );
}

const nameOf = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'name' in row ? String(row.name) : '';

const sqlOf = (database: Libsql.Database, name: string): string => {
  const row: unknown = database.prepare('SELECT sql AS name FROM sqlite_schema WHERE name = ?').all([name])[0];
  return nameOf(row);
};

const conditionOf = (database: Libsql.Database, index: string): string =>
  /WHERE .*$/.exec(sqlOf(database, index))?.[0] ?? '';

const traitsOf = (database: Libsql.Database, table: string): readonly boolean[] =>
  [/STRICT/, /WITHOUT ROWID/, /COLLATE NOCASE/, /CHECK\(one = 1\)/].map((trait) => trait.test(sqlOf(database, table)));
