import type { z } from 'zod';
import { nearNames } from '../near-name.ts';

/** One mistake in a configuration: where, and a sentence. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The known keys of the object at a path. */
export type KeysAt = (path: readonly PropertyKey[]) => readonly string[];

/** Turns the issues of zod into messages with the expected and the given value. */
export const problemsOf = (
  issues: readonly z.core.$ZodIssue[],
  document: unknown,
  keysAt: KeysAt,
): readonly Problem[] => issues.flatMap((issue) => problemOf(issue, document, keysAt));

function problemOf(issue: z.core.$ZodIssue, document: unknown, keysAt: KeysAt): readonly Problem[] {
  const { path } = issue;
  const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : null;
  if (branch !== null)
    return problemsOf(
      branch.map((inner) => within(path, inner)),
      document,
      keysAt,
    );
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, keysAt(path)) }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: `expected ${issue.issues[0]?.message ?? 'another name'}` }];
  }
  if (isWhole(issue)) return [{ path, message: issue.message }];
  const value = valueAt(document, path);
  const given = isSecretPlace(path) && ['string', 'number'].includes(typeof value) ? `a ${typeof value}` : shown(value);
  return [{ path, message: `expected ${issue.message}, got ${given}` }];
}

type Issue = z.core.$ZodIssue;

const isWhole = (issue: Issue): boolean => issue.code === 'custom' && issue.params?.['whole'] === true;

const within = (path: readonly PropertyKey[], issue: Issue): Issue => ({ ...issue, path: [...path, ...issue.path] });

/** The branch of a union that the value was meant for: the one with the fewest unknown and missing keys. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const meant = branches.filter((issues) => !issues.some(isOfAnotherType));
  const [nearest] = meant.toSorted((a, b) => strangeness(a) - strangeness(b));
  return nearest ?? null;
}

/** The value itself is no text, no list or no object, as the branch expects. */
function isOfAnotherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') return issue.errors.every((branch) => branch.some(isOfAnotherType));
  return issue.code === 'invalid_type';
}

/** A key too many or too few says more about the branch than an invalid value. */
const strangeness = (issues: readonly Issue[]): number =>
  issues.reduce(
    (sum, { code, path }) =>
      sum + (code === 'unrecognized_keys' ? 10 : code === 'invalid_type' && path.length === 1 ? 5 : 1),
    0,
  );

/** `passwordEnv` and `passwordFile` take a name, but the value may be a password written by mistake. */
const isSecretPlace = (path: readonly PropertyKey[]): boolean =>
  /pass|secret|token|key/i.test(path.findLast((key) => typeof key === 'string') ?? '');

const SECRETS: ReadonlySet<string> = new Set(['password', 'token', 'secret']);

function unknownKey(key: string, known: readonly string[]): string {
  if (SECRETS.has(key.toLowerCase())) {
    return 'this file must not hold a secret: use passwordFile, passwordEnv or WHYSLOW_PASSWORD';
  }
  // A file that comes with foreign code must not choose the host that gets passwords and load.
  if (key === 'allowRemote') return 'only the command line can allow requests to another machine: --allow-remote HOST';
  if (key === 'allowLockout') return 'only the command line can allow failed logins: --allow-lockout';
  if (key === 'intrusive')
    return 'only the command line can allow tokens that make a server read or fetch: --intrusive';
  const near = nearNames(key, known);
  return `is no setting${near.length === 0 ? `; known are ${known.join(', ')}` : `; did you mean ${near.join(' or ')}?`}`;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );
}

const LONGEST_SHOWN = 60;

/** Texts and numbers literally; larger values by their type. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  const written = JSON.stringify(value);
  return written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
}

/** The path as text, like `servers.django.targets[1]`; empty for the document itself. */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
