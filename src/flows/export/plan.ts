import { isSecretName } from '../../model/secrets.ts';
import { compileFlow } from '../compile.ts';
import type { Body, Exchange, Flow, JsonTemplate } from '../contract.ts';
import { parseTemplate } from '../template.ts';
import type { Cannot, ExportPlan } from './contract.ts';

/** Where an export reads what must not stand in it. */
const environment: Readonly<Record<string, string>> = {
  username: 'WHYSLOW_USER',
  password: 'WHYSLOW_PASSWORD',
  'client.id': 'WHYSLOW_CLIENT_ID',
  'client.secret': 'WHYSLOW_CLIENT_SECRET',
};

/** Where a value stands, and where to tell what cannot be said. */
export interface Place {
  readonly plan: ExportPlan;
  readonly where: string;
  readonly cannot: Cannot[];
}

/** A text as fixed parts and names in turn. */
export type Pieces = readonly (string | { readonly name: string })[];

export const piecesOf = (text: string, where: string): Pieces =>
  parseTemplate(text, String, where).map((part) => (typeof part === 'string' ? part : { name: part.name }));

/** Where the value of a name comes from, in an export. */
export type Source =
  | { readonly kind: 'origin' | 'n' | 'uuid' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cookie'; readonly name: string }
  | { readonly kind: 'captured'; readonly group: 'session' | 'step'; readonly name: string };

/** `name` is one that templates know. A part of a URL that nothing found is asked for in the environment, and told. */
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

function boundOf(name: string, { plan, where, cannot }: Place): Source {
  const text = plan.bind?.[name];
  if (text !== undefined) return { kind: 'text', text };
  cannot.push({ what: 'unknown-bind', where, because: `bind.${name} has no value here` });
  return { kind: 'environment', variable: `WHYSLOW_${name.toUpperCase()}` };
}

/** Each once, in the order in which they were met. */
export const withoutRepeats = (cannot: readonly Cannot[]): readonly Cannot[] => [
  ...new Map(cannot.map((each) => [JSON.stringify(each), each])).values(),
];

/** Header names in lower case, with the Accept header that a flow sends unless it states another. */
export const headersOf = ({ headers = {} }: Exchange): Readonly<Record<string, string>> => ({
  accept: 'application/json',
  ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
});

/**
 * The plan's flows, checked, with a variable of the environment in place of each constant whose name says that it is
 * secret.
 * @throws ToolError `bad-flow` (2) for a flow that is not understood.
 */
export const flowsOf = ({ flows }: ExportPlan): readonly Flow[] =>
  flows.map((flow) => {
    compileFlow(flow);
    return { ...flow, steps: flow.steps.map(withoutSecrets) };
  });

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

/** What neither format says of the tokens that a step renews, and of cookies that are Secure. */
export function commonLimits(flows: readonly Flow[], { origin }: ExportPlan): readonly Cannot[] {
  const steps = flows.flatMap((flow) => flow.steps.map((step) => ({ where: `${flow.id}/${step.id}`, step })));
  const renewing = steps.filter(({ step }) => (step.expect?.renews ?? []).length > 0);
  const withCookies = steps.filter(({ step }) => step.present !== 'none');
  return [
    ...renewing.map(({ where, step }): Cannot => ({
      what: 'renews',
      where,
      because: `that ${step.expect?.renews?.join(' and ')} came is checked; that it is new and ends no earlier is not`,
    })),
    ...(origin.startsWith('http:') && withCookies.length > 1
      ? [
          {
            what: 'secure-cookie',
            where: null,
            because: 'a cookie that is Secure does not travel over http here, not even on loopback',
          } as const,
        ]
      : []),
  ];
}
