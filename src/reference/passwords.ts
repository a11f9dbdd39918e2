import { pbkdf2, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, verify, verifySync } from '@node-rs/argon2';
import type { PasswordHash } from './options.ts';

/**
 * OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two iterations, one lane. About 10 ms on a developer's
 * machine. Argon2id is the default of the binding. Its enum cannot be imported from an isolated module, so it is not
 * set here.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const SALT_BYTES = 16;
const PBKDF2_BYTES = 32;
const stretch = promisify(pbkdf2);

const ARGON2ID: PasswordHash = { kind: 'argon2id' };

export async function hashPassword(password: string, choice: PasswordHash = ARGON2ID): Promise<string> {
  switch (choice.kind) {
    case 'argon2id':
      return hash(password, COST);
    case 'pbkdf2-sha256': {
      const salt = randomBytes(SALT_BYTES);
      const key = await stretch(password, salt, choice.iterations, PBKDF2_BYTES, 'sha256');
      return `$pbkdf2-sha256$${choice.iterations}$${salt.toString('base64url')}$${key.toString('base64url')}`;
    }
    default:
      return choice satisfies never;
  }
}

export interface Passwords {
  /** Verifies a password. `storedHash` is null for an unknown user, and takes as long as for a known user. */
  verify(password: string, storedHash: string | null): Promise<boolean>;
}

export interface PasswordOptions {
  readonly hash?: PasswordHash | undefined;
  /** Hashes on the event loop instead of a thread, so that one login delays all other requests. */
  readonly isBlocking?: boolean | undefined;
}

export async function createPasswords(options: PasswordOptions = {}): Promise<Passwords> {
  // The hash of a random password. Unknown users are verified against it, so that timing does not reveal names.
  const dummyHash = await hashPassword(randomBytes(32).toString('base64url'), options.hash);
  const matches = options.isBlocking === true ? matchesSync : matchesOnThread;
  return {
    async verify(password, storedHash) {
      const isRight = await matches(password, storedHash ?? dummyHash);
      return isRight && storedHash !== null;
    },
  };
}

async function matchesOnThread(password: string, stored: string): Promise<boolean> {
  const parts = pbkdf2PartsOf(stored);
  if (parts === null) return verify(stored, password);
  return timingSafeEqual(await stretch(password, parts.salt, parts.iterations, PBKDF2_BYTES, 'sha256'), parts.key);
}

async function matchesSync(password: string, stored: string): Promise<boolean> {
  const parts = pbkdf2PartsOf(stored);
  if (parts === null) return verifySync(stored, password);
  return timingSafeEqual(pbkdf2Sync(password, parts.salt, parts.iterations, PBKDF2_BYTES, 'sha256'), parts.key);
}

/** Null for an Argon2 hash. */
function pbkdf2PartsOf(stored: string): { salt: Buffer; iterations: number; key: Buffer } | null {
  const [, iterations, salt = '', key = ''] = /^\$pbkdf2-sha256\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (iterations === undefined) return null;
  const [saltBytes, keyBytes] = [Buffer.from(salt, 'base64url'), Buffer.from(key, 'base64url')];
  return { salt: saltBytes, iterations: Number(iterations), key: keyBytes };
}
