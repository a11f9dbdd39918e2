import { clientAddress } from '../client-address.ts';
import { readJson } from '../http/body.ts';
import { refuse, refuseBearer, refuseFields } from '../http/refusals.ts';
import type { Reply } from '../http/reply.ts';
import type { ActiveUser, Origin } from '../store/store.ts';
import type { About, Call, Route, Services } from './contract.ts';
import { signedIn } from './signed-in.ts';

/** The status of routes that use the store while it is unavailable. */
export const STORE_UNAVAILABLE = 503;

/** A GET without authentication. Routes that use the store add STORE_UNAVAILABLE to `refusals`. */
export function get(
  path: string,
  about: Pick<About, 'summary' | 'answers'> & { readonly refusals?: readonly number[] },
  answer: Route['answer'],
): Route {
  return { method: 'GET', path, about: { access: 'open', refusals: [], ...about }, answer };
}

/** A POST with a JSON object whose named fields are non-empty strings. Other bodies are refused before `answer`. */
export function post<Field extends string>(
  path: string,
  fields: readonly Field[],
  about: Pick<About, 'summary' | 'answers' | 'refusals'>,
  answer: (values: Readonly<Record<Field, string>>, call: Call, services: Services) => Promise<Reply>,
): Route {
  return {
    method: 'POST',
    path,
    about: { access: 'open', body: fields, ...about, refusals: [400, 413, 415, STORE_UNAVAILABLE, ...about.refusals] },
    async answer(call, services) {
      const body = await readJson(call.request);
      if (!body.ok) return body.reply;
      if (!hasFields(body.fields, fields)) return refuseFields(fieldErrorsOf(body.fields, fields));
      return answer(body.fields, call, services);
    },
  };
}

/** A GET that requires an access token of a live session. */
export function protectedGet(
  path: string,
  about: Pick<About, 'summary' | 'answers' | 'query'> & { readonly refusals?: readonly number[] },
  answer: (user: ActiveUser, call: Call, services: Services) => Promise<Reply>,
): Route {
  return {
    method: 'GET',
    path,
    about: { access: 'bearer', ...about, refusals: [400, 401, STORE_UNAVAILABLE, ...(about.refusals ?? [])] },
    async answer(call, services) {
      const caller = await signedIn(call, services);
      if (caller.state === 'anonymous') return refuse('not_authenticated');
      if (caller.state === 'refused') return refuseBearer(caller.code);
      return answer(caller.user, call, services);
    },
  };
}

export function originOf(call: Call, services: Services): Origin {
  return {
    atMs: services.nowMs(),
    ip: clientAddress(call.request, services.clientAddress),
    requestId: call.requestId,
    queued: call.timings.queued,
  };
}

type Given = Record<string, unknown>;

function hasFields<Field extends string>(given: Given, fields: readonly Field[]): given is Record<Field, string> {
  return fields.every((field) => fieldErrorOf(given[field]) === null);
}

function fieldErrorsOf(given: Given, fields: readonly string[]): Record<string, string> {
  const errors = fields.map((field) => [field, fieldErrorOf(given[field])] as const);
  return Object.fromEntries(errors.filter((entry): entry is [string, string] => entry[1] !== null));
}

function fieldErrorOf(value: unknown): string | null {
  if (value === undefined || value === null) return 'This field is required.';
  if (typeof value !== 'string') return 'Not a valid string.';
  return value === '' ? 'This field may not be blank.' : null;
}
