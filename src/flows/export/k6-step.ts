import type { Capture, Exchange, Expect, Flow } from '../contract.ts';
import type { ExportPlan, Unsupported } from './contract.ts';
import { bodyOf, headersIn, joined, pairOf, partsOf, textOf } from './k6-values.ts';
import type { Place } from './plan.ts';

/** The lines of one step. They end the flow where the response is wrong. */
export function stepOf(step: Exchange, flow: Flow, plan: ExportPlan, unsupported: Unsupported[]): string {
  const where = `${flow.id}/${step.id}`;
  const place = { plan, where, unsupported };
  const body = bodyOf(step.body, place);
  const base = step.origin === 'auth' ? 'AUTH' : 'TARGET';
  const url = joined([
    base,
    // The URL has no value yet where its own path reads a cookie.
    ...partsOf(step.path, place, 'encodeURIComponent').map((part) =>
      part.replace('cookieOf(url,', `cookieOf(${base},`),
    ),
    ...Object.entries(step.query ?? {}).flatMap(([name, value], at) => [
      at === 0 && !step.path.includes('?') ? '"?"' : '"&"',
      ...pairOf(encodeURIComponent(name), value, place),
    ]),
  ]);
  const parameters = [
    `headers: ${headersIn(step, flow, body.type, place)}`,
    'redirects: 0',
    ...(step.present === 'none' ? ['jar: new http.CookieJar()'] : []),
    `tags: { name: ${JSON.stringify(`${step.method} ${where}`)} }`,
  ];
  const checks = checksOf(step, place).map(
    ([name, test]) => `      ${JSON.stringify(`${where}: ${name}`)}: (r) => ${test},`,
  );
  const kept = Object.entries(step.capture ?? {}).map(([name, capture]) => {
    const value = keptIn(name, capture, flow);
    const response = value.includes('cookieOf(') ? '()' : '(r)';
    return `    if (!check(res, { ${JSON.stringify(`${where}: has ${name}`)}: ${response} => ${value} })) return null;`;
  });
  return [
    '  {',
    `    const url = ${url};`,
    `    const res = http.request(${JSON.stringify(step.method)}, url, ${body.text}, { ${parameters.join(', ')} });`,
    '    ms += res.timings.duration;',
    '    const right = check(res, {',
    ...checks,
    '    });',
    '    if (!right) return null;',
    ...kept,
    ...(keepsAccess(step, flow) ? ['    session.issuedAtMs = begunMs;'] : []),
    '  }',
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
    checks.push(['JSON, if it says so', '!/json/i.test(headerOf(r, "content-type")) || jsonOf(r) !== undefined']);
  }
  if (expect?.contains !== undefined) checks.push(['text', `bodyOf(r).includes(${JSON.stringify(expect.contains)})`]);
  return checks;
}

function locationChecks(expect: Expect | undefined, place: Place): readonly (readonly [string, string])[] {
  const begins = (text: string): string =>
    `headerOf(r, "location").replace(TARGET, "").startsWith(${textOf(text, place)})`;
  const { location, notLocation } = expect ?? {};
  return [
    ...(location === undefined ? [] : [['location', begins(location)] as const]),
    ...(notLocation === undefined ? [] : [['no refusal', `!${begins(notLocation)}`] as const]),
  ];
}

/** A token without times of its own is as old as the flow that brought it. */
const keepsAccess = ({ capture = {} }: Exchange, { captures }: Flow): boolean =>
  captures === 'session' && capture['access'] !== undefined;

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
