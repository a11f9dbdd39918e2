import type { Capture, Exchange, Expect, Flow } from '../contract.ts';
import type { Unsupported, Exported, ExportPlan } from './contract.ts';
import { bodyOf, headersIn, textOf } from './k6-values.ts';
import { commonGaps, flowsOf, type Place, withoutRepeats } from './plan.ts';

/**
 * A k6 script in which one iteration runs the flows with one session.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
export function exportK6(plan: ExportPlan): Exported {
  const flows = flowsOf(plan);
  const unsupported: Unsupported[] = [...commonGaps(flows, plan)];
  const functions = flows.map((flow, index) => functionOf(flow, index, plan, unsupported));
  return {
    text: [
      imports,
      `const TARGET = __ENV.WHYSLOW_TARGET || ${JSON.stringify(plan.origin)};`,
      `const AUTH = __ENV.WHYSLOW_AUTH_ORIGIN || ${plan.authOrigin === undefined ? 'TARGET' : JSON.stringify(plan.authOrigin)};`,
      '',
      `export const options = ${JSON.stringify(optionsOf(plan), null, 2)};`,
      helpers,
      ...functions,
      'export default function () {',
      '  const session = {};',
      ...flows.map((_flow, index) => `  if (!flow${index + 1}(session)) return;`),
      '}',
      '',
    ].join('\n'),
    unsupported: withoutRepeats(unsupported),
  };
}

const imports = `import http from 'k6/http';
import encoding from 'k6/encoding';
import exec from 'k6/execution';
import { check } from 'k6';
`;

/** `keep` returns false where a response lacks a required value. The flow ends there. */
const helpers = `
function env(name) {
  if (__ENV[name] === undefined) exec.test.abort(\`set \${name} in the environment\`);
  return __ENV[name];
}

function jsonOf(res) {
  try {
    return JSON.parse(res.body);
  } catch {
    return undefined;
  }
}

function jsonAt(res, keys) {
  return keys.reduce((value, key) => (value === null || typeof value !== 'object' ? undefined : value[key]), jsonOf(res));
}

function headerOf(res, name) {
  const found = Object.keys(res.headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : res.headers[found];
}

function cookieOf(url, name) {
  return (http.cookieJar().cookiesForURL(url)[name] || [])[0];
}

function queryOf(location, name) {
  const pair = ((location || '').split('?')[1] || '').split('#')[0].split('&').find((each) => each.startsWith(\`\${name}=\`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1).replaceAll('+', ' '));
}

function keep(into, name, value, optional) {
  if (['string', 'number', 'boolean'].includes(typeof value) && value !== '') into[name] = value;
  else return optional;
  return true;
}

function bearer(token) {
  return token === undefined ? {} : { authorization: \`Bearer \${token}\` };
}
`;

function functionOf(flow: Flow, index: number, plan: ExportPlan, unsupported: Unsupported[]): string {
  const steps = flow.steps.map((step) => stepOf(step, flow, plan, unsupported));
  return [
    `// ${flow.title.replaceAll(/\s+/g, ' ')}`,
    `function flow${index + 1}(session) {`,
    '  const step = {};',
    '  const n = exec.scenario.iterationInTest + 1;',
    '  const uuid = crypto.randomUUID();',
    '  let url, res, right;',
    ...steps,
    '  return true;',
    '}',
    '',
  ].join('\n');
}

function stepOf(step: Exchange, flow: Flow, plan: ExportPlan, unsupported: Unsupported[]): string {
  const where = `${flow.id}/${step.id}`;
  const place = { plan, where, unsupported };
  const body = bodyOf(step.body, place);
  const query = Object.entries(step.query ?? {}).map(
    ([name, value]) =>
      `${JSON.stringify(`${encodeURIComponent(name)}=`)} + encodeURIComponent(${textOf(value, place)})`,
  );
  const path = [
    step.origin === 'auth' ? 'AUTH' : 'TARGET',
    textOf(step.path, place, 'encodeURIComponent'),
    ...query.flatMap((pair, at) => [at === 0 && !step.path.includes('?') ? '"?"' : '"&"', pair]),
  ];
  const parameters = [
    `headers: ${headersIn(step, flow, body.type, place)}`,
    'redirects: 0',
    ...(step.present === 'none' ? ['jar: new http.CookieJar()'] : []),
    `tags: { name: ${JSON.stringify(`${step.method} ${where}`)} }`,
  ];
  return [
    `  url = ${path.join(' + ')};`,
    `  res = http.request(${JSON.stringify(step.method)}, url, ${body.text}, { ${parameters.join(', ')} });`,
    '  right = check(res, {',
    ...checksOf(step, place).map(([name, test]) => `    ${JSON.stringify(`${where}: ${name}`)}: (r) => ${test},`),
    '  });',
    '  if (!right) return false;',
    ...Object.entries(step.capture ?? {}).map(
      ([name, capture]) =>
        `  if (!check(res, { ${JSON.stringify(`${where}: has ${name}`)}: (r) => ${keptIn(name, capture, flow)} })) return false;`,
    ),
  ].join('\n');
}

function checksOf({ expect }: Exchange, place: Place): readonly (readonly [string, string])[] {
  const status = expect?.status;
  const right =
    status === undefined ? 'r.status >= 200 && r.status < 300' : `${JSON.stringify(status)}.includes(r.status)`;
  const checks: (readonly [string, string])[] = [['status', right]];
  checks.push(...locationChecks(expect, place));
  if (expect?.json === true) checks.push(['JSON', 'jsonOf(r) !== undefined']);
  if (expect === undefined) {
    checks.push(['JSON, if it says so', '!/json/i.test(headerOf(r, "content-type") || "") || jsonOf(r) !== undefined']);
  }
  if (expect?.contains !== undefined)
    checks.push(['text', `(r.body || "").includes(${JSON.stringify(expect.contains)})`]);
  return checks;
}

function locationChecks(expect: Expect | undefined, place: Place): readonly (readonly [string, string])[] {
  const begins = (text: string): string =>
    `(headerOf(r, "location") || "").replace(TARGET, "").startsWith(${textOf(text, place)})`;
  const { location, notLocation } = expect ?? {};
  return [
    ...(location === undefined ? [] : [['location', begins(location)] as const]),
    ...(notLocation === undefined ? [] : [['no refusal', `!${begins(notLocation)}`] as const]),
  ];
}

function keptIn(name: string, capture: Capture, { captures = 'iteration' }: Flow): string {
  const {
    from,
    decode,
    optional = false,
    scope = captures,
  } = typeof capture === 'string' ? { from: capture } : capture;
  const into = scope === 'session' ? 'session' : 'step';
  return `keep(${into}, ${JSON.stringify(name)}, ${decoded(readOf(from), decode)}, ${optional})`;
}

function decoded(value: string, decode: 'bearer' | 'url' | undefined): string {
  if (decode === 'bearer') return `(${value} || "").replace(/^Bearer\\s+/i, "")`;
  return decode === 'url' ? `decodeURIComponent(${value} || "")` : value;
}

/** `from` has one of five kinds, since `compileFlow` has checked it. */
function readOf(from: string): string {
  const colon = from.indexOf(':');
  const [kind, name] = [from.slice(0, colon), from.slice(colon + 1)];
  if (kind === 'json') return `jsonAt(r, ${JSON.stringify(name.split('.'))})`;
  if (kind === 'header') return `headerOf(r, ${JSON.stringify(name.toLowerCase())})`;
  if (kind === 'cookie') return `cookieOf(url, ${JSON.stringify(name)})`;
  if (kind === 'form') return `r.html().find(${JSON.stringify(`input[name="${name}"]`)}).first().attr("value")`;
  return `queryOf(headerOf(r, "location"), ${JSON.stringify(name)})`;
}

const statistics = { mean: 'avg', p50: 'p(50)', p95: 'p(95)', p99: 'p(99)', max: 'max' } as const;

function optionsOf({ load, thresholds = [] }: ExportPlan): object {
  const limits = thresholds.map(({ statistic, belowMs }) => `${statistics[statistic]}<${belowMs}`);
  return {
    ...loadOf(load),
    thresholds: { checks: ['rate==1'], ...(limits.length === 0 ? {} : { http_req_duration: limits }) },
  };
}

function loadOf(load: ExportPlan['load']): object {
  if (load === undefined) return { vus: 1, iterations: 1 };
  if (load.kind === 'users') return { vus: load.users, duration: `${load.durationS}s` };
  const { perSecond, durationS } = load;
  const scenario = {
    executor: 'constant-arrival-rate',
    rate: perSecond,
    timeUnit: '1s',
    duration: `${durationS}s`,
    preAllocatedVUs: Math.ceil(perSecond),
  };
  return { scenarios: { flows: scenario } };
}
