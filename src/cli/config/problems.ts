import leven from 'leven';
import type { z } from 'zod';
import { keysAt } from './schema.ts';

/** One mistake in a configuration: where, and a sentence. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly says: string;
}

/** What zod found, in our words: what was expected there and what came. */
export const problemsOf = (issues: readonly z.core.$ZodIssue[], document: unknown): readonly Problem[] =>
  issues.flatMap((issue) => problemOf(issue, document));

function problemOf(issue: z.core.$ZodIssue, document: unknown): readonly Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], says: unknownKey(key, keysAt(path)) }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, says: `expected ${issue.issues[0]?.message ?? 'another name'}` }];
  }
  if (issue.code === 'custom' && issue.params?.['whole'] === true) return [{ path, says: issue.message }];
  const value = valueAt(document, path);
  const came = isSecretPlace(path) && ['string', 'number'].includes(typeof value) ? `a ${typeof value}` : shown(value);
  return [{ path, says: `expected ${issue.message}, got ${came}` }];
}

/** `passwordEnv` and `passwordFile` name a place, but a password may have been written there. */
const isSecretPlace = (path: readonly PropertyKey[]): boolean =>
  /pass|secret|token|key/i.test(path.findLast((key) => typeof key === 'string') ?? '');

const SECRETS: ReadonlySet<string> = new Set(['password', 'token', 'secret']);

function unknownKey(key: string, known: readonly string[]): string {
  if (SECRETS.has(key.toLowerCase())) {
    return 'no secret belongs into this file: use passwordFile, passwordEnv or WHYSLOW_PASSWORD';
  }
  // A file that came with somebody's code must not send passwords and load to a host of its own choice.
  if (key === 'allowRemote') return 'only the command line allows to leave this machine: --allow-remote HOST';
  const nearest = nearestOf(key, known);
  return `is no setting${nearest === null ? `; known are ${known.join(', ')}` : `; did you mean ${nearest}?`}`;
}

/** A third of the letters wrong is a slip of the fingers; more is another word. */
export function nearestOf(word: string, known: readonly string[]): string | null {
  const near = known
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil(candidate.length / 3))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.candidate ?? null;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );
}

const LONGEST_SHOWN = 60;

/** Text and numbers as they stand there; of anything larger only what it is. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  const written = JSON.stringify(value);
  return written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
}

/** `servers.django.targets[1]`; the document itself has no name. */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
