import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile.ts';
import type { Flow, Fresh, Names, Session } from '../../src/flows/contract.ts';
import { begin, emptySession, type Iteration, checkResponse, buildRequest } from '../../src/flows/interpreter.ts';
import type { HttpRequest, HttpResponse } from '../../src/model/http.ts';
import { jwt } from '../suites/literals.ts';
import { type Expected, firstAccess, type Scripted, secondAccess } from './fixtures/contract.ts';
import { fixtures } from './fixtures/index.ts';

const SENT_MS = 1_000_500;

const names: Names = {
  username: 'ada',
  password: 'päss & phrase',
  origin: 'http://localhost:3000',
  client: { id: 'web', secret: 's3cret' },
  env: { TENANT: 'acme' },
  bind: {},
};

const fresh: Fresh = { n: 7, uuid: '00000000-0000-4000-8000-000000000007', nowMs: SENT_MS };

const responseOf = ({ status = 200, headers = {}, setCookies = [], body = '' }: Scripted): HttpResponse => ({
  status,
  headers,
  setCookies,
  body,
});

/** Runs a flow against scripted responses and records the requests. */
function play(flow: Flow, responses: readonly Scripted[], before: Session, bind: Names['bind'] = {}) {
  const compiled = compileFlow(flow);
  const sent: HttpRequest[] = [];
  let iteration: Iteration = begin(compiled, before, { ...names, bind }, fresh);
  for (const [index, step] of compiled.steps.entries()) {
    const built = buildRequest(step, iteration);
    if (!built.ok) return { sent, iteration, wrong: built.because };
    sent.push(built.request);
    const checked = checkResponse(step, responseOf(responses[index] ?? {}), built.request.path, iteration);
    if (!checked.right) return { sent, iteration, wrong: checked.because };
    ({ iteration } = checked);
  }
  return { sent, iteration, wrong: null };
}

/** The parts of a request that the expectation names. */
const shownAs = ({ method, path, headers, body }: HttpRequest, expected: Expected): Expected => ({
  line: `${method} ${path}`,
  ...(expected.headers === undefined
    ? {}
    : { headers: Object.fromEntries(Object.keys(expected.headers).map((name) => [name, headers[name] ?? ''])) }),
  ...(expected.body === undefined ? {} : { body: body ?? '' }),
});

test.each(fixtures.map((fixture) => [fixture.title, fixture] as const))('%s', (_title, { runs, bind }) => {
  let session = emptySession;
  for (const { flow, exchanges } of runs) {
    const { sent, iteration, wrong } = play(
      flow,
      exchanges.map(([, response]) => response),
      session,
      bind,
    );
    expect(wrong).toBeNull();
    const expected = exchanges.map(([request]) => request);
    expect(sent.map((request, index) => shownAs(request, expected[index] ?? { line: 'nothing' }))).toEqual(expected);
    ({ session } = iteration);
  }
});

test('a login begins a new session: no cookie or token of the old one is sent', () => {
  const login = fixtures[2]?.runs[0];
  if (login === undefined) throw new Error('fixture missing');
  const before: Session = {
    values: { access: 'old' },
    cookies: [{ name: 'laravel_session', value: 'old', path: '/', expiresAtMs: Infinity }],
  };
  const { sent } = play(
    login.flow,
    login.exchanges.map(([, response]) => response),
    before,
  );
  expect(JSON.stringify(sent)).not.toContain('old');
});

const oneStep = (over: Partial<Flow['steps'][number]>, flow: Partial<Flow> = {}): Flow => ({
  id: 'one',
  title: 'one step',
  noun: 'request',
  needs: 'session',
  steps: [{ id: 'only', method: 'GET', path: '/', ...over }],
  ...flow,
});

test.each([
  ['a 2xx without more is right', {}, { status: 204 }, null],
  ['a fast 401 is wrong', {}, { status: 401 }, 'status 401'],
  ['a redirect is wrong unless it is expected', {}, { status: 302 }, 'status 302'],
  ['a status outside the expected set is wrong', { status: [201] }, { status: 200 }, 'status 200'],
  ['an invalid body with a JSON content type is wrong', {}, jsonSaid('<html>'), 'a body that is not JSON'],
  ['a body that has to be JSON and is none is wrong', { json: true }, { body: '<html>' }, 'a body that is not JSON'],
  ['a missing text is wrong', { contains: 'hello' }, { body: 'bye' }, 'a body without the expected text'],
  [
    'another Location is wrong',
    { status: [302], location: '/home' },
    { status: 302, headers: { location: '/login' } },
    'a Location other than expected',
  ],
  ['no Location is wrong', { status: [302], location: '/home' }, { status: 302 }, 'a Location other than expected'],
  [
    'a Location that shows a refusal is wrong',
    { status: [302], notLocation: '/login' },
    { status: 302, headers: { location: 'http://localhost:3000/login?error' } },
    'a Location that shows a refusal',
  ],
  [
    'a Location elsewhere is right',
    { status: [302], notLocation: '/login' },
    { status: 302, headers: { location: '/' } },
    null,
  ],
  [
    'a Location with the origin is right',
    { status: [302], location: '/home' },
    { status: 302, headers: { location: 'http://localhost:3000/home?x' } },
    null,
  ],
] as const)('%s', (_promise, expected, response, wrong) => {
  const step =
    Object.keys(expected).length === 0 ? {} : { expect: expected as NonNullable<Flow['steps'][number]['expect']> };
  expect(play(oneStep(step), [response], emptySession).wrong).toBe(wrong);
});

function jsonSaid(body: string): Scripted {
  return { headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body };
}

const renewing = oneStep(
  { capture: { access: { from: 'json:access', optional: true } }, expect: { renews: ['access'] } },
  { captures: 'session' },
);
const sameSecond = jwt({ iat: 1_000, exp: 1_900 });
const earlierSecond = jwt({ iat: 999, exp: 1_899 });

test.each([
  ['a new token is right', firstAccess, secondAccess, null],
  ['no token is wrong', undefined, undefined, 'no access token'],
  ['the same opaque token is wrong', 'opaque', 'opaque', 'the same access token as before'],
  ['a token without jti may repeat within its issuing second', sameSecond, sameSecond, null],
  ['a token of an earlier second may not', earlierSecond, earlierSecond, 'the same access token as before'],
  [
    'a token that ends earlier is wrong',
    secondAccess,
    firstAccess,
    'a new access token that expires before the old one',
  ],
  [
    'an end is known by exp alone',
    jwt({ exp: 2_000 }),
    jwt({ exp: 1_999 }),
    'a new access token that expires before the old one',
  ],
  ['an opaque token after a JWT cannot be compared', firstAccess, 'opaque', null],
])('renewal: %s', (_promise, previous, next, wrong) => {
  const before: Session = { values: previous === undefined ? {} : { access: previous }, cookies: [] };
  expect(play(renewing, [{ body: JSON.stringify({ access: next }) }], before).wrong).toBe(wrong);
});

test('a value that no response contained is named, and nothing is sent', () => {
  const { sent, wrong } = play(oneStep({ path: '/items/{{step.id}}' }), [], emptySession);
  expect(sent).toEqual([]);
  expect(wrong).toBe('step "only" needs {{step.id}}, and no response contained it');
});

test('a missing bearer token is named', () => {
  expect(play(oneStep({ present: 'bearer' }), [], emptySession).wrong).toContain('{{session.access}}');
});

test('a missing value of a response is named with its place', () => {
  const flow = oneStep({ capture: { id: 'json:data.id' } });
  expect(play(flow, [{ body: '{"data":{}}' }], emptySession).wrong).toBe('no id at json:data.id');
});

test('values are encoded for their place', () => {
  const session: Session = { values: { id: 'a/b ?"é' }, cookies: [] };
  const flow = oneStep({
    method: 'POST',
    path: '/x/{{session.id}}',
    query: { q: '{{session.id}}' },
    body: { json: { v: '-{{session.id}}' } },
  });
  const [request] = play(flow, [{}], session).sent;
  expect(request?.path).toBe('/x/a%2Fb%20%3F%22%C3%A9?q=a%2Fb+%3F%22%C3%A9');
  expect(JSON.parse(request?.body ?? '')).toEqual({ v: '-a/b ?"é' });
});

test('a multipart body has its parts, and the content type names its boundary', () => {
  const flow = oneStep({
    method: 'POST',
    body: { multipart: { who: '{{username}}', file: { filename: 'a"b.txt', type: 'text/plain', content: 'x' } } },
  });
  const [request] = play(flow, [{}], emptySession).sent;
  const boundary = /boundary=(.+)$/.exec(request?.headers['content-type'] ?? '')?.[1] ?? '?';
  expect(request?.body?.split(`--${boundary}`)).toEqual([
    '',
    '\r\ncontent-disposition: form-data; name="who"\r\n\r\nada\r\n',
    '\r\ncontent-disposition: form-data; name="file"; filename="a%22b.txt"\r\ncontent-type: text/plain\r\n\r\nx\r\n',
    '--\r\n',
  ]);
});

test.each([
  ['an unknown name', { path: '/{{usernme}}' }, '{{usernme}}'],
  ['a group without a name', { path: '/{{session.}}' }, '{{session.}}'],
  ['a name of the prototype', { path: '/{{constructor}}' }, '{{constructor}}'],
  ['a place that is none', { capture: { id: 'body:id' } }, 'body:id'],
  ['a place without a name', { capture: { id: 'json:' } }, 'json:'],
])('%s is refused with the step and the part that has it', (_what, step, named) => {
  const compile = () => compileFlow(oneStep(step));
  expect(compile).toThrow(named);
  expect(compile).toThrow('step "only" in flow "one"');
});

test('a response without captures and cookies returns the same iteration', () => {
  const compiled = compileFlow(oneStep({}));
  const [step] = compiled.steps;
  const iteration = begin(compiled, emptySession, names, fresh);
  if (step === undefined) throw new Error('no step');
  const checked = checkResponse(step, responseOf({}), '/', iteration);
  expect(checked.right && checked.iteration === iteration).toBe(true);
});
