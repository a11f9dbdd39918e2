import type { CompiledFlow, CompiledStep } from './compile.ts';
import { parseJson } from './interpreter.ts';
import type { CompiledCapture } from './place.ts';

/** A response that passes the checks of one step. The null target sends it. */
export interface RightResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** As long as common tokens, so that the same code paths run. */
const PADDING = 'x'.repeat(200);

/**
 * A right response for each step, in order.
 * @param unique a placeholder in values that must be new in each response. The sender of the bytes replaces it.
 */
export const rightResponses = ({ steps }: CompiledFlow, unique: string): readonly RightResponse[] =>
  steps.map((step) => rightResponse(step, unique));

/** The parts of a response, into which each capture puts its value. */
interface Draft {
  readonly headers: (readonly [string, string])[];
  readonly json: Record<string, unknown>;
  readonly query: URLSearchParams;
  readonly inputs: string[];
}

function rightResponse(step: CompiledStep, unique: string): RightResponse {
  const { captures, expect } = step;
  const draft: Draft = { headers: [], json: {}, query: new URLSearchParams(), inputs: [] };
  for (const capture of captures) putInto(draft, capture, `${PADDING}${unique}`);
  const [status = 200] = expect.status ?? [];
  const { headers, inputs, json } = draft;
  headers.push(...locationOf(step, draft));
  if (inputs.length > 0) {
    headers.push(['content-type', 'text/html']);
    return { status, headers, body: `${inputs.join('')}${expect.contains ?? ''}` };
  }
  headers.push(['content-type', 'application/json']);
  return { status, headers, body: jsonWith(json, expect.contains) };
}

/** A text in quotes would be escaped inside a value, but as the name of a key or as a part of an object it is not. */
function jsonWith(json: Readonly<Record<string, unknown>>, text: string | null): string {
  if (text === null) return JSON.stringify(json);
  const parts = [{ contains: text }, parseJson(`{${text}:true}`), parseJson(`{${text}}`)];
  const bodies = parts.map((part) => JSON.stringify({ ...json, ...(part as object | undefined) }));
  return bodies.find((body) => body.includes(text)) ?? JSON.stringify(json);
}

function putInto({ headers, json, query, inputs }: Draft, { from, decode }: CompiledCapture, value: string): void {
  const colon = from.indexOf(':');
  const name = from.slice(colon + 1);
  switch (from.slice(0, colon)) {
    case 'json':
      return put(json, name.split('.'), value);
    case 'header':
      return void headers.push([name, decode === 'bearer' ? `Bearer ${value}` : value]);
    case 'cookie':
      return void headers.push(['set-cookie', `${name}=${value}; Path=/`]);
    case 'form':
      return void inputs.push(`<input name="${name}" value="${value}">`);
    default:
      return query.set(name, value);
  }
}

function locationOf({ expect }: CompiledStep, { query }: Draft): readonly (readonly [string, string])[] {
  if (expect.location === null && query.size === 0) return [];
  const path = expect.location?.map((part) => (typeof part === 'string' ? part : '')).join('') ?? '/';
  return [['location', `${path}?${query.toString()}`]];
}

function put(into: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = (into[key] ??= {}) as Record<string, unknown>;
  put(inner, rest, value);
}
