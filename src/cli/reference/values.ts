import { InvalidArgumentError } from 'commander';
import type { AuditBreak, PasswordHash, StorePlace } from '../../reference/options.ts';
import { durationMs } from '../values.ts';

export type KeptPlace = Exclude<StorePlace, { readonly kind: 'temporary' }>;

export function storePlace(text: string): KeptPlace {
  const [, file] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (file !== undefined) return { kind: 'sqlite', file };
  if (/^rediss?(-cluster)?:\/\//.test(text)) return { kind: 'redis', url: text };
  throw new InvalidArgumentError('Expected sqlite:FILE, redis://HOST:PORT/DB or redis-cluster://HOST:PORT,HOST:PORT.');
}

/** The number of an entry, after the name of its log where the store has several: 3 or 7:3. */
export function auditBreak(text: string): AuditBreak {
  const [, log, digits] = /^(?:(\d{1,3}):)?(\d{1,15})$/.exec(text) ?? [];
  const number = Number(digits ?? 0);
  if (number < 1) throw new InvalidArgumentError('Expected the entry that the message named, like 3 or 7:3.');
  return log === undefined ? number : { log, number };
}

export function passwordHash(text: string): PasswordHash {
  if (text === 'argon2id') return { kind: 'argon2id' };
  const [, digits] = /^pbkdf2:(\d{1,8})$/.exec(text) ?? [];
  const iterations = Number(digits ?? 0);
  if (iterations < 1) throw new InvalidArgumentError('Expected argon2id, or pbkdf2:ITERATIONS like pbkdf2:1000000.');
  return { kind: 'pbkdf2-sha256', iterations };
}

const MS_PER_DAY = 86_400_000;
const DAYS = /^(\d{1,5})d$/;

/** Each worker is a Node process of 70 MB; the limit stops a typing error. */
const MOST_WORKERS = 64;

export function workerCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_WORKERS) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_WORKERS}.`);
  }
  return count;
}

/** Reads a point in time: a time ago, or a date. */
export function sinceMs(text: string): number {
  const [, days] = DAYS.exec(text) ?? [];
  if (days !== undefined) return Date.now() - Number(days) * MS_PER_DAY;
  if (/^\d+(\.\d+)?[a-z]+$/.test(text)) return Date.now() - durationMs(text);
  const atMs = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(atMs)) return atMs;
  throw new InvalidArgumentError('Expected a time ago like 10m, 12h or 7d, or a date like 2026-01-31T12:00:00Z.');
}
