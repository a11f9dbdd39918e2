import type { IncomingMessage } from 'node:http';
import { readJson } from '../http/body.ts';
import { refuseFields } from '../http/refusals.ts';
import type { Reply } from '../http/reply.ts';
import type { Timings } from '../http/timings.ts';
import type { Passwords } from '../passwords.ts';
import type { Origin, Store } from '../store/store.ts';
import type { Tokens } from '../tokens/tokens.ts';

/** What all routes share for the life of the server. */
export interface Services {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly nowMs: () => number;
}

/** What belongs to one request. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly timings: Timings;
}

/** One path, one method. To add one: a file here and a line in index.ts. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  answer(call: Call, services: Services): Promise<Reply>;
}

/** A POST with a JSON object whose named fields are all texts; anything else is refused before `answer` is asked. */
export function post<Field extends string>(
  path: string,
  fields: readonly Field[],
  answer: (values: Readonly<Record<Field, string>>, call: Call, services: Services) => Promise<Reply>,
): Route {
  return {
    method: 'POST',
    path,
    async answer(call, services) {
      const body = await readJson(call.request);
      if (!body.ok) return body.reply;
      if (!holdsTexts(body.fields, fields)) return refuseFields(complaintsAbout(body.fields, fields));
      return answer(body.fields, call, services);
    },
  };
}

export function originOf(call: Call, services: Services): Origin {
  return {
    atMs: services.nowMs(),
    ip: call.request.socket.remoteAddress ?? 'unknown',
    requestId: call.requestId,
  };
}

type Given = Record<string, unknown>;

function holdsTexts<Field extends string>(given: Given, fields: readonly Field[]): given is Record<Field, string> {
  return fields.every((field) => complaintAbout(given[field]) === null);
}

function complaintsAbout(given: Given, fields: readonly string[]): Record<string, string> {
  const complaints = fields.map((field) => [field, complaintAbout(given[field])] as const);
  return Object.fromEntries(complaints.filter((entry): entry is [string, string] => entry[1] !== null));
}

function complaintAbout(value: unknown): string | null {
  if (value === undefined || value === null) return 'This field is required.';
  if (typeof value !== 'string') return 'Not a valid string.';
  return value === '' ? 'This field may not be blank.' : null;
}
