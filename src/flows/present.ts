import type { CompiledStep } from './compile.ts';
import type { Value } from './contract.ts';
import { cookieHeader } from './cookies.ts';
import type { Scope } from './template.ts';

/** Adds the headers that present the session. @returns the name of a missing value, or null. */
export function presentSession(
  { present }: CompiledStep,
  { session, names, fresh }: Scope,
  path: string,
  headers: Record<string, string>,
): string | null {
  if (present === 'none') return null;
  const cookies = cookieHeader(session.cookies, path, fresh.nowMs);
  if (cookies !== '') headers['cookie'] = cookies;
  switch (present) {
    case 'cookie':
      return null;
    case 'client-basic':
      headers['authorization'] = `Basic ${base64(`${names.client.id}:${names.client.secret}`)}`;
      return null;
    case 'bearer-if-any':
      showBearer(session.values['access'], headers);
      return null;
    case 'bearer':
      return showBearer(session.values['access'], headers) ? null : 'session.access';
    case 'refresh-bearer':
      return showBearer(session.values['refresh'], headers) ? null : 'session.refresh';
    default:
      return present satisfies never;
  }
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** @returns whether there was a token. */
function showBearer(token: Value | undefined, headers: Record<string, string>): boolean {
  if (token === undefined) return false;
  headers['authorization'] = `Bearer ${token}`;
  return true;
}
