import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { type CompiledExpect, type CompiledFlow, type CompiledStep, saysJson } from './compile.ts';
import type { Fresh, Names, Session, Value, Values } from './contract.ts';
import { withSetCookies } from './cookies.ts';
import type { CompiledCapture, ResponseView } from './place.ts';
import { presentSession } from './present.ts';
import { notRenewed } from './renewal.ts';
import { fill, missingIn, type Scope, type Template } from './template.ts';

/** One user inside one iteration of a flow. */
export interface Iteration extends Scope {
  /** The session before the iteration, with which renewed tokens are compared. */
  readonly before: Session;
}

export type BuiltRequest =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly because: string };

/** A right response with the iteration after it, or the reason why it is wrong. */
export type CheckedResponse = { readonly right: true; readonly iteration: Iteration } | WrongResponse;

export interface WrongResponse {
  readonly right: false;
  readonly because: string;
  /** The capture that found no value in a response that is right otherwise. */
  readonly lacks?: Pick<CompiledCapture, 'name' | 'from'>;
}

const NOTHING: Values = {};

export const emptySession: Session = { values: {}, cookies: [] };

/** A flow that needs nothing begins a new session. The old session is used for comparison only. */
export const begin = (flow: CompiledFlow, before: Session, names: Names, fresh: Fresh): Iteration => ({
  names,
  before,
  session: flow.needs === 'nothing' ? emptySession : before,
  step: NOTHING,
  fresh,
});

/** The request of a step, or the name of a value that it needs and the iteration does not have. */
export function buildRequest(step: CompiledStep, iteration: Iteration): BuiltRequest {
  const path = fill(step.path, iteration);
  if (path === null) return missing(step, step.path, iteration);
  const headers: Record<string, string> = {};
  for (const { name, value } of step.headers) {
    const text = fill(value, iteration);
    if (text === null) return missing(step, value, iteration);
    headers[name] = text;
  }
  const shown = presentSession(step, iteration, path, headers);
  if (shown !== null) return unsendable(step, shown);
  const body = step.body === null ? null : fill(step.body.text, iteration);
  if (body === null && step.body !== null) return missing(step, step.body.text, iteration);
  const request = { method: step.method, path, headers, body };
  return { ok: true, request: step.origin === 'auth' ? { ...request, origin: 'auth' } : request };
}

const missing = (step: CompiledStep, template: Template, iteration: Iteration): BuiltRequest =>
  unsendable(step, missingIn(template, iteration) ?? 'a value');

const unsendable = (step: CompiledStep, name: string): BuiltRequest => ({
  ok: false,
  because: `step "${step.id}" needs {{${name}}}, and no response contained it`,
});

/** Checks a response against the step's expectations and captures its values. */
export function checkResponse(
  step: CompiledStep,
  response: HttpResponse,
  requestPath: string,
  iteration: Iteration,
): CheckedResponse {
  const { expect } = step;
  const wrong = mismatch(expect, response, iteration);
  if (wrong !== null) return { right: false, because: wrong };
  const cookies = withSetCookies(iteration.session.cookies, response.setCookies, requestPath, iteration.fresh.nowMs);
  const read = viewOf(response, cookies);
  if (mustParse(expect, response) && read.json() === undefined)
    return { right: false, because: 'a body that is not JSON' };
  const captured = capture(step, read, iteration);
  if (!captured.right) return captured;
  const stale = expect.renews.length === 0 ? null : notRenewed(expect.renews, captured.iteration);
  return stale === null ? captured : { right: false, because: stale };
}

function mismatch(expect: CompiledExpect, { status, headers, body }: HttpResponse, scope: Scope): string | null {
  const asExpected = expect.status === null ? status >= 200 && status < 300 : expect.status.has(status);
  if (!asExpected) return `status ${status}`;
  if (expect.contains !== null && !body.includes(expect.contains)) return 'a body without the expected text';
  return expect.location === null && expect.notLocation === null
    ? null
    : wrongLocation(expect, headers['location'] ?? '', scope);
}

function wrongLocation({ location, notLocation }: CompiledExpect, received: string, scope: Scope): string | null {
  const begins = (template: Template): boolean => {
    const text = fill(template, scope);
    return text !== null && received.replace(scope.names.origin, '').startsWith(text);
  };
  if (location !== null && !begins(location)) return 'a Location other than expected';
  return notLocation !== null && begins(notLocation) ? 'a Location that shows a refusal' : null;
}

function mustParse({ json }: CompiledExpect, response: HttpResponse): boolean {
  if (json === 'must-parse') return true;
  return json === 'must-parse-if-it-says-so' && response.body !== '' && saysJson(response);
}

function viewOf(response: HttpResponse, cookies: ResponseView['cookies']): ResponseView {
  let parsed: { readonly value: unknown } | null = null;
  return { response, cookies, json: () => (parsed ??= { value: parseJson(response.body) }).value };
}

/** @returns undefined for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function capture({ captures }: CompiledStep, read: ResponseView, iteration: Iteration): CheckedResponse {
  const { cookies } = read;
  const sameCookies = cookies === iteration.session.cookies;
  if (captures.length === 0 && sameCookies) return { right: true, iteration };
  const values: Record<string, Value> = { ...iteration.session.values };
  let { step } = iteration;
  for (const { name, from, optional, scope, read: readFrom } of captures) {
    const value = readFrom(read);
    if (value === undefined && !optional)
      return { right: false, because: `no ${name} at ${from}`, lacks: { name, from } };
    if (value === undefined) continue;
    if (scope === 'session') values[name] = value;
    else step = { ...step, [name]: value };
  }
  const { names, before, fresh } = iteration;
  return { right: true, iteration: { names, before, session: dated(values, cookies, iteration), step, fresh } };
}

/**
 * A session with another access token is dated with the time of the iteration that brought it. Built property by property:
 * a spread for each response costs more than its parse.
 */
function dated(values: Values, cookies: Session['cookies'], { session, fresh }: Iteration): Session {
  const issuedAtMs = values['access'] === session.values['access'] ? session.issuedAtMs : fresh.nowMs;
  return issuedAtMs === undefined ? { values, cookies } : { values, cookies, issuedAtMs };
}
