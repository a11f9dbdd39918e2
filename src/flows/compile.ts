import type { HttpResponse, Method } from '../model/http.ts';
import { type BodyTemplate, formTemplate, parseBody } from './body.ts';
import type { CaptureScope, Exchange, Expect, Flow, Present, Value } from './contract.ts';
import { type CompiledCapture, parseCapture } from './place.ts';
import { parseTemplate, type Template } from './template.ts';

/** A flow with every template and place parsed, so that an iteration only fills in values. */
export interface CompiledFlow extends Pick<Flow, 'id' | 'title' | 'noun' | 'needs'> {
  readonly cost: 'hash' | null;
  readonly steps: readonly CompiledStep[];
  /** The flow as data: what another process compiles, since functions cannot be sent to it. */
  readonly source: Flow;
}

export interface CompiledStep {
  readonly id: string;
  readonly method: Method;
  readonly origin: 'target' | 'auth';
  /** Path and query. */
  readonly path: Template;
  readonly headers: readonly HeaderTemplate[];
  readonly body: BodyTemplate | null;
  readonly present: Present | 'bearer-if-any';
  readonly captures: readonly CompiledCapture[];
  readonly expect: CompiledExpect;
}

export interface HeaderTemplate {
  readonly name: string;
  readonly value: Template;
}

export interface CompiledExpect {
  readonly status: ReadonlySet<number> | null;
  readonly location: Template | null;
  readonly notLocation: Template | null;
  readonly json: 'must-parse' | 'must-parse-if-it-says-so' | 'is-not-read';
  readonly contains: string | null;
  readonly renews: readonly string[];
}

/** @throws ToolError `bad-flow` (2) that names the step and its invalid part. */
export function compileFlow(flow: Flow): CompiledFlow {
  const { id, title, noun, needs, cost, captures = 'iteration' } = flow;
  return {
    id,
    title,
    noun,
    needs,
    cost: cost ?? null,
    steps: flow.steps.map((step) => compileStep(step, flow, captures)),
    source: flow,
  };
}

function compileStep(step: Exchange, flow: Flow, scope: CaptureScope): CompiledStep {
  const where = (part: string): string => `${part} of step "${step.id}" in flow "${flow.id}"`;
  const body = step.body === undefined ? null : parseBody(step.body, where('body'));
  return {
    id: step.id,
    method: step.method,
    origin: step.origin ?? 'target',
    path: pathTemplate(step, where),
    headers: headerTemplates(step, body, where('headers')),
    body,
    present: step.present ?? (flow.needs === 'session' ? 'bearer-if-any' : 'cookie'),
    captures: Object.entries(step.capture ?? {}).map(([name, capture]) =>
      parseCapture(name, capture, scope, where('captures')),
    ),
    expect: compileExpect(step.expect, where('expect.location')),
  };
}

const inPath = (value: Value): string => encodeURIComponent(String(value));

function pathTemplate({ path, query }: Exchange, where: (part: string) => string): Template {
  const before = parseTemplate(path, inPath, where('path'));
  if (query === undefined) return before;
  return [...before, path.includes('?') ? '&' : '?', ...formTemplate(query, where('query'))];
}

/** Header names are in lower case. A header of the step replaces the one that its body implies. */
function headerTemplates(step: Exchange, body: BodyTemplate | null, where: string): readonly HeaderTemplate[] {
  const given = Object.fromEntries(
    Object.entries(step.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const implied = { ...(body === null ? {} : { 'content-type': body.type }), accept: 'application/json' };
  return Object.entries({ ...implied, ...given }).map(([name, value]) => ({
    name,
    value: parseTemplate(value, String, where),
  }));
}

function compileExpect(expect: Expect | undefined, where: string): CompiledExpect {
  const { status, location, notLocation, json, contains, renews = [] } = expect ?? {};
  return {
    status: status === undefined ? null : new Set(status),
    location: location === undefined ? null : parseTemplate(location, String, where),
    notLocation: notLocation === undefined ? null : parseTemplate(notLocation, String, where),
    json: json === true ? 'must-parse' : expect === undefined ? 'must-parse-if-it-says-so' : 'is-not-read',
    contains: contains ?? null,
    renews,
  };
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

export const saysJson = ({ headers }: Pick<HttpResponse, 'headers'>): boolean =>
  JSON_TYPE.test(headers['content-type'] ?? '');
