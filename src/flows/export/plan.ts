import { isSecretName } from '../../model/secrets.ts';
import { compileFlow } from '../compile.ts';
import type { Body, Exchange, Flow, JsonTemplate } from '../contract.ts';
import { parseTemplate } from '../template.ts';
import type { ExportPlan, ExportSuite, Unsupported } from './contract.ts';

/** The environment variables for values that an export must not contain. */
const environment: Readonly<Record<string, string>> = {
  username: 'WHYSLOW_USER',
  password: 'WHYSLOW_PASSWORD',
  'client.id': 'WHYSLOW_CLIENT_ID',
  'client.secret': 'WHYSLOW_CLIENT_SECRET',
};

/** The place of a value, and the list of unsupported parts. */
export interface Place {
  readonly plan: ExportPlan;
  readonly where: string;
  readonly unsupported: Unsupported[];
}

/** A template as fixed texts and names. */
export type Pieces = readonly (string | { readonly name: string })[];

export const piecesOf = (text: string, where: string): Pieces =>
  parseTemplate(text, String, where).map((part) => (typeof part === 'string' ? part : { name: part.name }));

/** The source of a name's value in an export. */
export type Source =
  | { readonly kind: 'origin' | 'n' | 'uuid' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cookie'; readonly name: string }
  | { readonly kind: 'captured'; readonly group: 'session' | 'step'; readonly name: string };

/** `name` is a valid name. A `bind` value that was not found is read from the environment and reported as unsupported. */
export function sourceOf(name: string, place: Place): Source {
  const variable = environment[name];
  if (variable !== undefined) return { kind: 'environment', variable };
  if (name === 'origin' || name === 'n' || name === 'uuid') return { kind: name };
  const [group, rest] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)];
  if (group === 'env') return { kind: 'environment', variable: rest };
  if (group === 'cookie') return { kind: 'cookie', name: rest };
  if (group === 'bind') return boundOf(rest, place);
  return { kind: 'captured', group: group === 'step' ? 'step' : 'session', name: rest };
}

function boundOf(name: string, { plan, where, unsupported }: Place): Source {
  const text = plan.bind?.[name];
  if (text !== undefined) return { kind: 'text', text };
  unsupported.push({ feature: 'unknown-bind', where, because: `bind.${name} has no value here` });
  return { kind: 'environment', variable: `WHYSLOW_${name.toUpperCase()}` };
}

/** Each part once, in order. */
export const withoutRepeats = (unsupported: readonly Unsupported[]): readonly Unsupported[] => [
  ...new Map(unsupported.map((each) => [JSON.stringify(each), each])).values(),
];

/** Header names in lower case, with the Accept header that a flow sends by default. */
export const headersOf = ({ headers = {} }: Exchange): Readonly<Record<string, string>> => ({
  accept: 'application/json',
  ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
});

/**
 * A flow, checked. Each constant with the name of a secret is replaced by an environment variable.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
function checkedFlow(flow: Flow): Flow {
  compileFlow(flow);
  return { ...flow, steps: flow.steps.map(withoutSecrets) };
}

/** @throws ToolError `bad-flow` (2) for an invalid flow. */
const checkedFlows = (flows: readonly Flow[]): readonly Flow[] => flows.map(checkedFlow);

function withoutSecrets(step: Exchange): Exchange {
  const put = (name: string, value: string): string =>
    isSecretName(name) && !value.includes('{{') ? `{{env.${variableOf(step, name)}}}` : value;
  const each = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, put(name, value)]));
  return {
    ...step,
    path: step.path.replaceAll(
      /([?&])([^=&#]+)=([^&#]*)/g,
      (_pair, sign: string, name: string, value: string) => `${sign}${name}=${put(name, value)}`,
    ),
    ...(step.query === undefined ? {} : { query: each(step.query) }),
    ...(step.headers === undefined ? {} : { headers: each(step.headers) }),
    ...(step.body === undefined ? {} : { body: bodyWithout(step.body, put) }),
  };
}

/** @throws ToolError `bad-flow` (2) for an invalid flow. */
export const checkedSuites = ({ suites }: ExportPlan): readonly ExportSuite[] =>
  suites.map(({ begin, repeat, renewal, ...same }) => ({
    ...same,
    begin: checkedFlows(begin),
    repeat: checkedFlows(repeat),
    renewal: renewal.by === 'flow' ? { by: 'flow', flow: checkedFlow(renewal.flow) } : renewal,
  }));

/** The flows of all suites, each once. */
export const flowsOf = (suites: readonly ExportSuite[]): readonly Flow[] =>
  suites.flatMap(({ begin, repeat, renewal }) => [
    ...begin,
    ...repeat,
    ...(renewal.by === 'flow' ? [renewal.flow] : []),
  ]);

/** The variables for values that the templates of these flows name. */
export function variablesOf(flows: readonly Flow[], plan: ExportPlan): readonly string[] {
  const names = [...JSON.stringify(flows).matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map(([, name = '']) => name);
  const basic = flows.some(({ steps }) => steps.some(({ present }) => present === 'client-basic'));
  const place: Place = { plan, where: '', unsupported: [] };
  const sources = [...names, ...(basic ? ['client.id', 'client.secret'] : [])].map((name) => sourceOf(name, place));
  return [...new Set(sources.flatMap((source) => (source.kind === 'environment' ? [source.variable] : [])))];
}

const variableOf = ({ id }: Exchange, name: string): string =>
  `WHYSLOW_${id}_${name}`.toUpperCase().replaceAll(/\W/g, '_');

function bodyWithout(body: Body, put: (name: string, value: string) => string): Body {
  if ('json' in body) return { json: jsonWithout(body.json, '', put) };
  if (!('form' in body)) return body;
  return { form: Object.fromEntries(Object.entries(body.form).map(([name, value]) => [name, put(name, value)])) };
}

function jsonWithout(value: JsonTemplate, key: string, put: (name: string, value: string) => string): JsonTemplate {
  if (typeof value === 'string') return put(key, value);
  if (Array.isArray(value)) return value.map((item: JsonTemplate) => jsonWithout(item, key, put));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonWithout(inner, name, put)]));
}

export const noWarmUp: Unsupported = {
  feature: 'load-shape',
  where: null,
  because: 'no warm-up: the first flows of each user are measured too',
};

/** The parts that neither format supports: the checks of renewed tokens, and Secure cookies over http. */
export function commonGaps(flows: readonly Flow[], { origin }: ExportPlan): readonly Unsupported[] {
  const steps = flows.flatMap((flow) => flow.steps.map((step) => ({ where: `${flow.id}/${step.id}`, step })));
  const renewing = steps.filter(({ step }) => (step.expect?.renews ?? []).length > 0);
  const withCookies = steps.filter(({ step }) => step.present !== 'none');
  return [
    ...renewing.map(({ where, step }): Unsupported => ({
      feature: 'renews',
      where,
      because: `the presence of ${step.expect?.renews?.join(' and ')} is checked; that it is new and expires no earlier is not`,
    })),
    ...(origin.startsWith('http:') && withCookies.length > 1
      ? [
          {
            feature: 'secure-cookie',
            where: null,
            because: 'Secure cookies are not sent over http, not even on loopback',
          } as const,
        ]
      : []),
  ];
}
