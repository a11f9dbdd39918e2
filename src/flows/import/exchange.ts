import type { Method } from '../../model/http.ts';
import type { Exchange } from '../contract.ts';
import { bodyOf, impliesType, type RawBody } from './body.ts';
import { type Header, headersByName, typeOf } from './headers.ts';
import { withoutSecrets } from './target.ts';
import type { Vault } from './vault.ts';

/** One request as a text has it. Target, header values and body are templates. */
export interface Draft {
  readonly method: Method;
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly headers: readonly Header[];
  readonly body: RawBody | null;
}

const METHODS: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** @returns null for a method that flows do not have. */
export const methodOf = (text: string): Method | null =>
  METHODS.find((method) => method === text.toUpperCase()) ?? null;

export const methodNames = METHODS.join(', ');

/** Requests that may change data. */
export const isWrite = (method: Method): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** The clause of the note on writes that are left out. */
export const WRITES = 'that may change data, which --include-writes keeps,';

/** The request without its id. Its secrets are in the vault: those of headers first, so that they are known in the rest. */
export function exchangeOf({ method, target, headers, body }: Draft, vault: Vault): Omit<Exchange, 'id'> {
  const named = headersByName(headers, vault);
  const path = withoutSecrets(target, vault);
  const made = body === null ? null : bodyOf(body, vault);
  const kept = Object.entries(named).filter(
    ([name]) => name !== 'content-type' || made === null || !impliesType(made, typeOf(headers)),
  );
  return {
    method,
    path,
    ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
    ...(made === null ? {} : { body: made }),
  };
}
