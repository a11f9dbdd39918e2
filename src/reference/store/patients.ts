/** The records of the protected API. They are no token state, so each process may have its own generated copy. */
export interface Patients {
  /** Ordered by id, after the cursor. */
  page(afterId: number, limit: number): Promise<readonly Patient[]>;
  byId(id: number): Promise<Patient | null>;
  close(): Promise<void>;
}

export interface Patient {
  readonly id: number;
  readonly name: string;
  readonly born: string;
  readonly ward: string;
}

const GIVEN = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil', 'Femi', 'Gus', 'Hana', 'Ivo', 'June', 'Kofi', 'Lea', 'Mo'];
const FAMILY = ['Abel', 'Brandt', 'Costa', 'Diaz', 'Eriksen', 'Fuchs', 'Green', 'Haas', 'Ito', 'Jones', 'Khan'];
const WARDS = ['A1', 'A2', 'B1', 'B2', 'C1', 'ICU', 'ER'];

const DAY_MS = 86_400_000;
const OLDEST_MS = Date.UTC(1930, 0, 1);
const DAYS = 33_000;

/** Generated data, equal on every machine, so that two compared servers do equal work. */
export function patientAt(id: number): Patient {
  // Knuth's multiplicative hash spreads consecutive ids; the lengths of the lists are coprime.
  const spread = Math.imul(id, 2_654_435_761) >>> 0;
  const given = GIVEN[spread % GIVEN.length] ?? '';
  const family = FAMILY[(spread >>> 8) % FAMILY.length] ?? '';
  const born = new Date(OLDEST_MS + (spread % DAYS) * DAY_MS).toISOString().slice(0, 10);
  return { id, name: `${given} ${family}`, born, ward: WARDS[(spread >>> 16) % WARDS.length] ?? '' };
}
