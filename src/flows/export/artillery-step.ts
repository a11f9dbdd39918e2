import type { Body, Capture, Exchange, Expect, Flow, JsonTemplate } from '../contract.ts';
import { type Fields, isOptional, keepsEarlier } from './artillery-processor.ts';
import { headersOf, type Place, piecesOf, sourceOf } from './plan.ts';

/** The state of an export: the captures that a later step can use, beside the place and the unsupported parts. */
export interface ExportContext extends Place {
  readonly captured: Set<string>;
}

/** One step as a request of a scenario. */
export function requestOf(step: Exchange, flow: Flow, context: ExportContext): Fields {
  const { plan, where } = context;
  noteGaps(step, flow, context);
  const base = step.origin === 'auth' ? (plan.authOrigin ?? '') : '';
  const request: Fields = {
    name: where,
    url: `${base}${textOf(step.path, context)}`,
    followRedirect: false,
    headers: { ...headersOf(step), ...presented(step, flow, context) },
  };
  request['headers'] = texts(request['headers'] as Readonly<Record<string, string>>, context);
  if (step.query !== undefined) request['qs'] = texts(step.query, context);
  if (step.present === 'client-basic') {
    request['auth'] = { user: textOf('{{client.id}}', context), pass: textOf('{{client.secret}}', context) };
  }
  Object.assign(request, bodyOf(step.body, request, context));
  Object.assign(request, capturesOf(step, flow, context));
  request['expect'] = expectOf(step, context);
  return { [step.method.toLowerCase()]: request };
}

function noteGaps(step: Exchange, flow: Flow, { where, unsupported }: ExportContext): void {
  if (step.present === 'none' && flow.steps[0] !== step) {
    unsupported.push({
      feature: 'without-cookies',
      where,
      because: 'Artillery sends earlier cookies with every request',
    });
  }
  if (piecesOf(step.path, where).some((part) => typeof part !== 'string' && /^(?:session|step)\./.test(part.name))) {
    unsupported.push({
      feature: 'encoding',
      where,
      because: 'a captured value is put into the path without percent-encoding',
    });
  }
}

function capturesOf({ capture = {} }: Exchange, flow: Flow, context: ExportContext): Fields {
  const captures = Object.entries(capture).flatMap(([name, each]) => captureOf(name, each, flow, context));
  if (captures.length === 0) return {};
  return { capture: captures, ...(Object.values(capture).some(isOptional) ? keptEarlier(context) : {}) };
}

function keptEarlier({ plan, where, unsupported }: ExportContext): Fields {
  if (plan.processor !== undefined) return keepsEarlier();
  unsupported.push({
    feature: 'capture',
    where,
    because:
      'a response without an optional value loses the earlier one without a processor file: name a file with --out',
  });
  return {};
}

const texts = (values: Readonly<Record<string, string>>, context: ExportContext): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value, context)]));

function presented(
  { present }: Exchange,
  { needs }: Flow,
  { captured }: ExportContext,
): Readonly<Record<string, string>> {
  if (present === 'refresh-bearer') return { authorization: 'Bearer {{session.refresh}}' };
  const mayShow = present === undefined && needs === 'session' && captured.has('session.access');
  return present === 'bearer' || mayShow ? { authorization: 'Bearer {{session.access}}' } : {};
}

/** The text with a variable of Artillery for each name. Names without one are reported as unsupported. */
function textOf(text: string, context: ExportContext): string {
  return piecesOf(text, context.where)
    .map((part) => (typeof part === 'string' ? part : nameOf(part.name, context)))
    .join('');
}

function nameOf(name: string, context: ExportContext): string {
  const { where, unsupported } = context;
  const source = sourceOf(name, context);
  switch (source.kind) {
    case 'origin':
      return '{{ target }}';
    case 'uuid':
      return '{{ $uuid }}';
    case 'n':
      unsupported.push({
        feature: 'counter',
        where,
        because: 'Artillery has no counter for a run: a random number is used, as a text',
      });
      return '{{ $randomNumber(1, 1000000000) }}';
    case 'environment':
      return `{{ $env.${source.variable} }}`;
    case 'text':
      return source.text;
    case 'cookie':
      unsupported.push({ feature: 'cookie-value', where, because: `a template cannot read the cookie ${source.name}` });
      return '';
    case 'captured':
      return `{{ ${source.group}_${source.name} }}`;
    default:
      return source satisfies never;
  }
}

function jsonOf(value: JsonTemplate, context: ExportContext): unknown {
  if (typeof value === 'string') return textOf(value, context);
  if (Array.isArray(value)) return value.map((item: JsonTemplate) => jsonOf(item, context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner, context)]));
}

function bodyOf(body: Body | undefined, request: Fields, context: ExportContext): Fields {
  if (body === undefined) return {};
  if ('json' in body) return { json: jsonOf(body.json, context) };
  if ('form' in body) return { form: texts(body.form, context) };
  if ('text' in body) {
    const headers = { 'content-type': body.type, ...(request['headers'] as Fields) };
    return { body: textOf(body.text, context), headers };
  }
  const files = Object.values(body.multipart).some((part) => typeof part !== 'string');
  if (files) {
    const { where, unsupported } = context;
    unsupported.push({
      feature: 'multipart',
      where,
      because: 'Artillery reads a file of a multipart body from the disk',
    });
  }
  const fields = Object.entries(body.multipart).map(([name, part]) => [
    name,
    textOf(typeof part === 'string' ? part : part.content, context),
  ]);
  return { formData: Object.fromEntries(fields) };
}

/** A missing required capture ends the virtual user, as a wrong step ends a flow. */
function captureOf(
  name: string,
  capture: Capture,
  { captures = 'iteration' }: Flow,
  context: ExportContext,
): readonly Fields[] {
  const { where, unsupported, captured } = context;
  const stated = typeof capture === 'string' ? { from: capture } : capture;
  const { from, decode, optional = false, scope = captures } = stated;
  const group = scope === 'session' ? 'session' : 'step';
  const place = placeOf(from);
  if (place === null) {
    unsupported.push({
      feature: 'capture',
      where,
      because: `${name} is read from ${from}, which a capture cannot read`,
    });
    return [];
  }
  if (decode !== undefined) {
    unsupported.push({
      feature: 'decode',
      where,
      because: `${name} is kept as it comes, without the decoding "${decode}"`,
    });
  }
  captured.add(`${group}.${name}`);
  return [{ ...place, as: `${group}_${name}`, ...(optional ? { strict: false } : {}) }];
}

function placeOf(from: string): Fields | null {
  const colon = from.indexOf(':');
  const [kind, name] = [from.slice(0, colon), from.slice(colon + 1)];
  if (kind === 'json') return { json: `$${name.split('.').map(inPath).join('')}` };
  if (kind === 'header') return { header: name.toLowerCase() };
  if (kind === 'form') return { selector: `input[name="${name}"]`, attr: 'value' };
  return null;
}

const inPath = (key: string): string => (/^\d+$/.test(key) ? `[${key}]` : `['${key.replaceAll("'", "\\'")}']`);

/** Without an expected status, every status of success is right. */
function expectOf({ expect }: Exchange, { where, unsupported }: ExportContext): readonly Fields[] {
  const status = expect?.status ?? [200, 201, 202, 203, 204, 205, 206];
  for (const because of uncheckedOf(expect))
    unsupported.push({ feature: 'expect', where, because: `${because} is not checked` });
  return [
    { statusCode: status.length === 1 ? status[0] : [...status] },
    ...(expect?.json === true ? [{ contentType: 'json' }] : []),
  ];
}

function uncheckedOf(expect: Expect | undefined): readonly string[] {
  if (expect === undefined) return ['that a response with a JSON content type parses'];
  return [
    ...(expect.json === true ? ['that the body parses as JSON'] : []),
    ...(expect.location === undefined && expect.notLocation === undefined ? [] : ['how a Location header begins']),
    ...(expect.contains === undefined ? [] : [`that the body contains "${expect.contains}"`]),
  ];
}
