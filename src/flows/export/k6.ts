import type { Flow } from '../contract.ts';
import type { Exported, ExportPlan, ExportRenewal, ExportSuite, Unsupported } from './contract.ts';
import { functionsFor, importsFor } from './k6-functions.ts';
import { functionName, optionsOf } from './k6-options.ts';
import { stepOf } from './k6-step.ts';
import { checkedSuites, commonGaps, flowsOf, noWarmUp, variablesOf, withoutRepeats } from './plan.ts';

/**
 * A k6 script with a scenario for each suite.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
export function exportK6(plan: ExportPlan): Exported {
  const suites = checkedSuites(plan);
  const flows = flowsOf(suites);
  const unsupported: Unsupported[] = [...commonGaps(flows, plan), ...(plan.load === undefined ? [] : [noWarmUp])];
  const different = [...new Map(flows.map((flow) => [JSON.stringify(flow), flow])).values()];
  const nameOf = (flow: Flow): string =>
    `flow${different.findIndex((each) => JSON.stringify(each) === JSON.stringify(flow)) + 1}`;
  const body = [
    ...different.map((flow) => functionOf(flow, nameOf(flow), plan, unsupported)),
    ...suites.map((suite) => suiteOf(suite, nameOf)),
  ].join('\n');
  const used = functionsFor(body);
  const text = [
    ...importsFor([body, ...used].join('\n')),
    '',
    '/** @typedef {import("k6/http").Response} Response */',
    '/** @typedef {Record<string, any>} Values what a flow keeps of its responses */',
    '',
    ...constantsOf(plan, suites),
    '',
    `export const options = ${JSON.stringify(optionsOf(plan), null, 2)};`,
    '',
    ...used.flatMap((each) => [each, '']),
    body,
  ].join('\n');
  return { text, unsupported: withoutRepeats(unsupported), variables: variablesOf(flows, plan), processor: null };
}

const constantsOf = ({ origin, authOrigin }: ExportPlan, suites: readonly ExportSuite[]): readonly string[] => [
  `const TARGET = __ENV.WHYSLOW_TARGET || ${JSON.stringify(origin)};`,
  `const AUTH = __ENV.WHYSLOW_AUTH_ORIGIN || ${authOrigin === undefined ? 'TARGET' : JSON.stringify(authOrigin)};`,
  '',
  '// The time of a whole flow: the sum of its requests, each from its first byte sent to its last byte received.',
  "const flowTime = new Trend('flow_duration', true);",
  '// Flows with a wrong response, those of the sign-in too.',
  "const flowErrors = new Counter('flow_errors');",
  ...(suites.some(({ begin }) => begin.length > 0)
    ? [
        '/** One session of each suite in each virtual user. @type {Record<string, Values | undefined>} */',
        'const sessions = {};',
      ]
    : []),
];

function functionOf(flow: Flow, name: string, plan: ExportPlan, unsupported: Unsupported[]): string {
  const steps = flow.steps.map((step) => stepOf(step, flow, plan, unsupported)).join('\n');
  const declared = [
    ['step', '/** @type {Values} */\n  const step = {};', /\bstep\b[[,]/],
    ['n', 'const n = exec.scenario.iterationInTest + 1;', /\bn\b(?!:)/],
    ['uuid', 'const uuid = uuidV4();', /\buuid\b/],
    ['begunMs', 'const begunMs = Date.now();', /\bbegunMs\b/],
  ] as const;
  const code = withoutTexts(steps);
  const session = /\bsession\b/.test(code) ? 'session' : '_session';
  return [
    '/**',
    ` * ${inComment(flow.title)}.`,
    ' * Returns its time in ms, or null where a response is wrong.',
    ' *',
    ` * @param {Values} ${session}`,
    ' */',
    `function ${name}(${session}) {`,
    ...declared.flatMap(([, line, use]) => (use.test(code) ? [`  ${line}`] : [])),
    '  let ms = 0;',
    steps,
    '  return ms;',
    '}',
    '',
  ].join('\n');
}

/** Code without the texts in it, so that a name is found only where it is a name. */
const withoutTexts = (code: string): string => code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');

const inComment = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /');

/** A user whose flow fails signs in again before its next iteration. */
function suiteOf({ id, title, begin, repeat, renewal }: ExportSuite, nameOf: (flow: Flow) => string): string {
  const key = JSON.stringify(id);
  const isKept = begin.length > 0;
  const timed = repeat.flatMap((flow, index) => [
    `  const ms${index + 1} = ${nameOf(flow)}(session);`,
    `  if (ms${index + 1} === null) return wrong(${key});`,
  ]);
  return [
    `/** ${id}: ${inComment(title)} */`,
    `export function ${functionName(id)}() {`,
    ...(isKept ? keptSession(key, begin, renewal, nameOf) : ['  const session = {};', '  forgetCookies();']),
    ...timed,
    ...(isKept ? [`  sessions[${key}] = session;`] : []),
    `  flowTime.add(${repeat.map((_, index) => `ms${index + 1}`).join(' + ')}, { suite: ${key} });`,
    '}',
    '',
  ].join('\n');
}

/** As in a load of whyslow: a session is renewed before its end, and where that fails, the user signs in again. */
const keptSession = (
  key: string,
  begin: readonly Flow[],
  renewal: ExportRenewal,
  nameOf: (flow: Flow) => string,
): readonly string[] => [
  `  let session = sessions[${key}];`,
  `  delete sessions[${key}];`,
  ...renewed(renewal, nameOf),
  '  if (session === undefined) {',
  '    session = {};',
  '    forgetCookies();',
  ...begin.map((flow) => `    if (${nameOf(flow)}(session) === null) return wrong(${key});`),
  '  }',
];

function renewed(renewal: ExportRenewal, nameOf: (flow: Flow) => string): readonly string[] {
  switch (renewal.by) {
    case 'itself':
      return [];
    case 'sign-in':
      return ['  if (session !== undefined && isDue(session)) session = undefined;'];
    case 'flow':
      return [
        `  if (session !== undefined && isDue(session) && ${nameOf(renewal.flow)}(session) === null) session = undefined;`,
      ];
    default:
      return renewal satisfies never;
  }
}
