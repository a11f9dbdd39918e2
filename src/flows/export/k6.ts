import type { Flow } from '../contract.ts';
import type { Exported, ExportPlan, ExportSuite, Unsupported } from './contract.ts';
import { functionName, optionsOf } from './k6-options.ts';
import { stepOf } from './k6-step.ts';
import { checkedSuites, commonGaps, flowsOf, variablesOf, withoutRepeats } from './plan.ts';

/**
 * A k6 script with a scenario for each suite.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
export function exportK6(plan: ExportPlan): Exported {
  const suites = checkedSuites(plan);
  const flows = flowsOf(suites);
  const unsupported: Unsupported[] = [...commonGaps(flows, plan)];
  const different = [...new Map(flows.map((flow) => [JSON.stringify(flow), flow])).values()];
  const indexOf = (flow: Flow): number =>
    different.findIndex((each) => JSON.stringify(each) === JSON.stringify(flow)) + 1;
  const functions = different.map((flow, index) => functionOf(flow, index, plan, unsupported));
  const text = [
    imports,
    `const TARGET = __ENV.WHYSLOW_TARGET || ${JSON.stringify(plan.origin)};`,
    `const AUTH = __ENV.WHYSLOW_AUTH_ORIGIN || ${plan.authOrigin === undefined ? 'TARGET' : JSON.stringify(plan.authOrigin)};`,
    '',
    '// The time of a whole flow: the sum of its requests, each from its first byte sent to its last byte received.',
    "const flowTime = new Trend('flow_duration', true);",
    '// Flows with a wrong response, those of the sign-in too.',
    "const flowErrors = new Counter('flow_errors');",
    '// One session of each suite in each virtual user.',
    'const sessions = {};',
    '',
    `export const options = ${JSON.stringify(optionsOf(plan), null, 2)};`,
    helpers,
    ...functions,
    ...suites.map((suite) => suiteOf(suite, indexOf)),
  ].join('\n');
  return { text, unsupported: withoutRepeats(unsupported), variables: variablesOf(flows, plan), processor: null };
}

const imports = `import http from 'k6/http';
import encoding from 'k6/encoding';
import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
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

function forgetCookies() {
  for (const origin of [TARGET, AUTH]) http.cookieJar().clear(origin);
}

function wrong(suite) {
  flowErrors.add(1, { suite });
}

function bearer(token) {
  return token === undefined ? {} : { authorization: \`Bearer \${token}\` };
}
`;

function functionOf(flow: Flow, index: number, plan: ExportPlan, unsupported: Unsupported[]): string {
  const steps = flow.steps.map((step) => stepOf(step, flow, plan, unsupported));
  return [
    `// ${flow.title.replaceAll(/\s+/g, ' ')}. Returns its time in ms, or null where a response is wrong.`,
    `function flow${index + 1}(session) {`,
    '  const step = {};',
    '  const n = exec.scenario.iterationInTest + 1;',
    '  const uuid = crypto.randomUUID();',
    '  let url, res, right;',
    '  let ms = 0;',
    ...steps,
    '  return ms;',
    '}',
    '',
  ].join('\n');
}

/** A user whose flow fails signs in again before its next iteration. */
function suiteOf({ id, title, begin, repeat }: ExportSuite, indexOf: (flow: Flow) => number): string {
  const key = JSON.stringify(id);
  const isKept = begin.length > 0;
  return [
    `// ${id}: ${title.replaceAll(/\s+/g, ' ')}`,
    `export function ${functionName(id)}() {`,
    ...(isKept
      ? [`  let session = sessions[${key}];`, `  delete sessions[${key}];`, '  if (session === undefined) {']
      : []),
    `  ${isKept ? '  ' : 'const '}session = {};`,
    `  ${isKept ? '  ' : ''}forgetCookies();`,
    ...begin.map((flow) => `    if (flow${indexOf(flow)}(session) === null) return wrong(${key});`),
    ...(isKept ? ['  }'] : []),
    '  let total = 0;',
    ...repeat.flatMap((flow) => [
      `  const ms${indexOf(flow)} = flow${indexOf(flow)}(session);`,
      `  if (ms${indexOf(flow)} === null) return wrong(${key});`,
      `  total += ms${indexOf(flow)};`,
    ]),
    ...(isKept ? [`  sessions[${key}] = session;`] : []),
    `  flowTime.add(total, { suite: ${key} });`,
    '}',
    '',
  ].join('\n');
}
