import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { type CompiledExpect, type CompiledFlow, type CompiledStep, saysJson } from './compile.ts';
import type { Fresh, Names, Session, Value, Values } from './contract.ts';
import { withSetCookies } from './cookies.ts';
import type { ReadResponse } from './place.ts';
import { presentSession } from './present.ts';
import { notRenewed } from './renewal.ts';
import { fill, missingIn, type Scope, type Template } from './template.ts';

/** One user inside one iteration of a flow. */
export interface Iteration extends Scope {
  /** The session before the iteration: renewed tokens are compared with its. */
  readonly before: Session;
}

export type Stated =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly because: string };

/** A right response, with the user as it goes on; or why it is wrong. */
export type Read =
  | { readonly right: true; readonly iteration: Iteration }
  | { readonly right: false; readonly because: string };

const NOTHING: Values = {};

export const emptySession: Session = { values: {}, cookies: [] };

/** A flow that needs nothing begins a new session; the old one is only compared with. */
export const begin = (flow: CompiledFlow, before: Session, names: Names, fresh: Fresh): Iteration => ({
  names,
  before,
  session: flow.needs === 'nothing' ? emptySession : before,
  step: NOTHING,
  fresh,
});

/** The request of a step, or which value it needs and the user does not have. */
export function requestOf(step: CompiledStep, iteration: Iteration): Stated {
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
  return { ok: true, request: { method: step.method, path, headers, body } };
}

const missing = (step: CompiledStep, template: Template, iteration: Iteration): Stated =>
  unsendable(step, missingIn(template, iteration) ?? 'a value');

const unsendable = (step: CompiledStep, name: string): Stated => ({
  ok: false,
  because: `step "${step.id}" needs {{${name}}}, and no response has brought it`,
});

/** Whether a response is right, and the user after it. */
export function readResponse(
  step: CompiledStep,
  response: HttpResponse,
  requestPath: string,
  iteration: Iteration,
): Read {
  const { expect } = step;
  const refused = refusal(expect, response, iteration);
  if (refused !== null) return { right: false, because: refused };
  const cookies = withSetCookies(iteration.session.cookies, response.setCookies, requestPath, iteration.fresh.nowMs);
  const read = reading(response, cookies);
  if (mustParse(expect, response) && read.json() === undefined)
    return { right: false, because: 'a body that is not JSON' };
  const captured = capture(step, read, iteration);
  if (!captured.right) return captured;
  const stale = expect.renews.length === 0 ? null : notRenewed(expect.renews, captured.iteration);
  return stale === null ? captured : { right: false, because: stale };
}

function refusal(expect: CompiledExpect, { status, headers, body }: HttpResponse, scope: Scope): string | null {
  const asExpected = expect.status === null ? status >= 200 && status < 300 : expect.status.has(status);
  if (!asExpected) return `status ${status}`;
  if (expect.contains !== null && !body.includes(expect.contains)) return 'a body without the expected text';
  if (expect.location === null) return null;
  const wanted = fill(expect.location, scope);
  const location = (headers['location'] ?? '').replace(scope.names.origin, '');
  return wanted !== null && location.startsWith(wanted) ? null : 'a Location other than expected';
}

function mustParse({ json }: CompiledExpect, response: HttpResponse): boolean {
  if (json === 'must-parse') return true;
  return json === 'must-parse-if-it-says-so' && response.body !== '' && saysJson(response);
}

function reading(response: HttpResponse, cookies: ReadResponse['cookies']): ReadResponse {
  let parsed: { readonly value: unknown } | null = null;
  return { response, cookies, json: () => (parsed ??= { value: parseJson(response.body) }).value };
}

/** @returns undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function capture({ captures }: CompiledStep, read: ReadResponse, iteration: Iteration): Read {
  const { cookies } = read;
  const sameCookies = cookies === iteration.session.cookies;
  if (captures.length === 0 && sameCookies) return { right: true, iteration };
  const values: Record<string, Value> = { ...iteration.session.values };
  const step: Record<string, Value> = { ...iteration.step };
  for (const { name, from, optional, scope, read: readFrom } of captures) {
    const value = readFrom(read);
    if (value === undefined && !optional) return { right: false, because: `no ${name} at ${from}` };
    if (value !== undefined) (scope === 'session' ? values : step)[name] = value;
  }
  const { names, before, fresh } = iteration;
  return { right: true, iteration: { names, before, session: { values, cookies }, step, fresh } };
}
