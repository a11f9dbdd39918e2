import { patientAt, type Patient, type Patients } from '../patients.ts';
import { openDatabase, type Database } from './database.ts';

/** Large enough to insert a million rows quickly, small enough not to block other writers for long. */
const SEED_BATCH = 10_000;

/** Uses the database of a SQLite store, else a database in memory. */
export function openPatients(shared: Database | null, wanted: number): Patients {
  const database = shared ?? openDatabase(':memory:');
  seed(database, wanted);
  const page = database.query<Patient>('SELECT id, name, born, ward FROM patients WHERE id > ? ORDER BY id LIMIT ?');
  const byId = database.query<Patient>('SELECT id, name, born, ward FROM patients WHERE id = ?');
  return {
    page: async (afterId, limit) => page.all(afterId, limit),
    async byId(id) {
      const row = byId.first(id);
      return row === null ? null : { id: row.id, name: row.name, born: row.born, ward: row.ward };
    },
    async close() {
      if (shared === null) await database.close();
    },
  };
}

function seed(database: Database, wanted: number): void {
  const highest = database.query<{ id: number | null }>('SELECT max(id) AS id FROM patients');
  const insert = database.query('INSERT OR IGNORE INTO patients(id, name, born, ward) VALUES(?, ?, ?, ?)');
  for (let done = highest.first()?.id ?? 0; done < wanted; done += SEED_BATCH) {
    database.transaction(() => {
      const last = Math.min(done + SEED_BATCH, wanted);
      for (let id = done + 1; id <= last; id += 1) {
        const { name, born, ward } = patientAt(id);
        insert.run(id, name, born, ward);
      }
    });
  }
}
