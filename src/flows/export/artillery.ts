import { stringify } from 'yaml';
import type { Body, Capture, Exchange, Expect, Flow, JsonTemplate } from '../contract.ts';
import type { Cannot, Exported, ExportPlan } from './contract.ts';
import { commonLimits, flowsOf, headersOf, type Place, piecesOf, sourceOf, withoutRepeats } from './plan.ts';

/** What is gathered while a plan is written: captures that a later step may show, and what has no words. */
interface Writing extends Place {
  readonly captured: Set<string>;
}

type Fields = Record<string, unknown>;

/**
 * An Artillery test script, as YAML, in which one virtual user runs the flows once with one session.
 * @throws ToolError `bad-flow` (2) for a flow that is not understood.
 */
export function exportArtillery(plan: ExportPlan): Exported {
  const flows = flowsOf(plan);
  const cannot: Cannot[] = [...commonLimits(flows, plan)];
  const captured = new Set<string>();
  const steps = flows.flatMap((flow) =>
    flow.steps.map((step) => requestOf(step, flow, { plan, where: `${flow.id}/${step.id}`, cannot, captured })),
  );
  const script = {
    config: {
      target: plan.origin,
      phases: [phaseOf(plan, cannot)],
      plugins: { expect: { reportFailuresAsErrors: true }, ...(plan.thresholds === undefined ? {} : { ensure: {} }) },
      ...(plan.thresholds === undefined ? {} : { ensure: { thresholds: limitsOf(plan.thresholds) } }),
    },
    scenarios: [{ name: flows.map(({ title }) => title).join(', then '), flow: steps }],
  };
  return { text: stringify(script, { lineWidth: 0 }), cannot: withoutRepeats(cannot) };
}

function phaseOf({ load }: ExportPlan, cannot: Cannot[]): Fields {
  if (load === undefined) return { duration: 1, arrivalCount: 1 };
  if (load.kind === 'rate') return { duration: load.durationS, arrivalRate: load.perSecond };
  cannot.push({
    what: 'closed-load',
    where: null,
    because: 'Artillery has no users who begin again when they have read: as many users arrive, each for one iteration',
  });
  return { duration: load.durationS, arrivalCount: load.users };
}

const statistics = { mean: 'mean', p50: 'median', p95: 'p95', p99: 'p99', max: 'max' } as const;

const limitsOf = (thresholds: NonNullable<ExportPlan['thresholds']>): readonly Fields[] =>
  thresholds.map(({ statistic, belowMs }) => ({ [`http.response_time.${statistics[statistic]}`]: belowMs }));

function requestOf(step: Exchange, flow: Flow, writing: Writing): Fields {
  const { plan, where, cannot } = writing;
  if (step.present === 'none' && flow.steps[0] !== step) {
    cannot.push({ what: 'without-cookies', where, because: 'cookies that came before travel with every request' });
  }
  if (piecesOf(step.path, where).some((part) => typeof part !== 'string' && /^(?:session|step)\./.test(part.name))) {
    cannot.push({
      what: 'encoding',
      where,
      because: 'a captured value stands in the path as it is, not percent-encoded',
    });
  }
  const base = step.origin === 'auth' ? (plan.authOrigin ?? '') : '';
  const request: Fields = {
    name: where,
    url: `${base}${textOf(step.path, writing)}`,
    followRedirect: false,
    headers: { ...headersOf(step), ...presented(step, flow, writing) },
  };
  request['headers'] = texts(request['headers'] as Readonly<Record<string, string>>, writing);
  if (step.query !== undefined) request['qs'] = texts(step.query, writing);
  if (step.present === 'client-basic') {
    request['auth'] = { user: textOf('{{client.id}}', writing), pass: textOf('{{client.secret}}', writing) };
  }
  Object.assign(request, bodyOf(step.body, request, writing));
  const captures = Object.entries(step.capture ?? {}).flatMap(([name, capture]) =>
    captureOf(name, capture, flow, writing),
  );
  if (captures.length > 0) request['capture'] = captures;
  request['expect'] = expectOf(step, writing);
  return { [step.method.toLowerCase()]: request };
}

const texts = (values: Readonly<Record<string, string>>, writing: Writing): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value, writing)]));

function presented({ present }: Exchange, { needs }: Flow, { captured }: Writing): Readonly<Record<string, string>> {
  if (present === 'refresh-bearer') return { authorization: 'Bearer {{session.refresh}}' };
  const mayShow = present === undefined && needs === 'session' && captured.has('session.access');
  return present === 'bearer' || mayShow ? { authorization: 'Bearer {{session.access}}' } : {};
}

/** A variable of Artillery for each name; what it cannot name is told. */
function textOf(text: string, writing: Writing): string {
  return piecesOf(text, writing.where)
    .map((part) => (typeof part === 'string' ? part : nameOf(part.name, writing)))
    .join('');
}

function nameOf(name: string, writing: Writing): string {
  const { where, cannot } = writing;
  const source = sourceOf(name, writing);
  switch (source.kind) {
    case 'origin':
      return '{{ target }}';
    case 'uuid':
      return '{{ $uuid }}';
    case 'n':
      cannot.push({
        what: 'counter',
        where,
        because: 'Artillery counts nothing over a run: a random number stands there, as a text',
      });
      return '{{ $randomNumber(1, 1000000000) }}';
    case 'environment':
      return `{{ $env.${source.variable} }}`;
    case 'text':
      return source.text;
    case 'cookie':
      cannot.push({ what: 'cookie-value', where, because: `a template cannot read the cookie ${source.name}` });
      return '';
    case 'captured':
      return `{{ ${source.group}_${source.name} }}`;
    default:
      return source satisfies never;
  }
}

function jsonOf(value: JsonTemplate, writing: Writing): unknown {
  if (typeof value === 'string') return textOf(value, writing);
  if (Array.isArray(value)) return value.map((item: JsonTemplate) => jsonOf(item, writing));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner, writing)]));
}

function bodyOf(body: Body | undefined, request: Fields, writing: Writing): Fields {
  if (body === undefined) return {};
  if ('json' in body) return { json: jsonOf(body.json, writing) };
  if ('form' in body) return { form: texts(body.form, writing) };
  if ('text' in body) {
    const headers = { 'content-type': body.type, ...(request['headers'] as Fields) };
    return { body: textOf(body.text, writing), headers };
  }
  const files = Object.values(body.multipart).some((part) => typeof part !== 'string');
  if (files) {
    const { where, cannot } = writing;
    cannot.push({ what: 'multipart', where, because: 'Artillery reads a file of a multipart body from the disk' });
  }
  const fields = Object.entries(body.multipart).map(([name, part]) => [
    name,
    textOf(typeof part === 'string' ? part : part.content, writing),
  ]);
  return { formData: Object.fromEntries(fields) };
}

/** A required capture that is missing ends the virtual user, as a wrong step ends a flow. */
function captureOf(
  name: string,
  capture: Capture,
  { captures = 'iteration' }: Flow,
  writing: Writing,
): readonly Fields[] {
  const { where, cannot, captured } = writing;
  const stated = typeof capture === 'string' ? { from: capture } : capture;
  const { from, decode, optional = false, scope = captures } = stated;
  const group = scope === 'session' ? 'session' : 'step';
  const place = placeOf(from);
  if (place === null) {
    cannot.push({ what: 'capture', where, because: `${name} is read from ${from}, which a capture cannot read` });
    return [];
  }
  if (decode !== undefined) {
    cannot.push({ what: 'decode', where, because: `${name} is kept as it comes, without the decoding "${decode}"` });
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

/** Without a stated status, every status of success is right. */
function expectOf({ expect }: Exchange, { where, cannot }: Writing): readonly Fields[] {
  const status = expect?.status ?? [200, 201, 202, 203, 204, 205, 206];
  for (const because of uncheckedOf(expect))
    cannot.push({ what: 'expect', where, because: `${because} is not checked` });
  return [
    { statusCode: status.length === 1 ? status[0] : [...status] },
    ...(expect?.json === true ? [{ contentType: 'json' }] : []),
  ];
}

function uncheckedOf(expect: Expect | undefined): readonly string[] {
  if (expect === undefined) return ['that an answer which says JSON parses as JSON'];
  return [
    ...(expect.json === true ? ['that a body which says JSON parses'] : []),
    ...(expect.location === undefined ? [] : ['how a Location header begins']),
    ...(expect.contains === undefined ? [] : [`that the body contains "${expect.contains}"`]),
  ];
}
