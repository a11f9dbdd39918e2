import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportArtillery } from '../../../src/flows/export/artillery.ts';
import { renewAtMs } from '../../../src/flows/lifetime.ts';
import { jwt } from '../../suites/literals.ts';
import { everyPart } from './every-part.ts';

type Vars = Record<string, unknown>;
type Context = { readonly vars: Vars };
type Functions = Record<string, (...args: unknown[]) => unknown>;

const require = createRequire(import.meta.url);

/** The functions of a script, as Artillery loads them. */
function functionsOf(text: string): Functions {
  const made: Functions = {};
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- the text is the file under test.
  new Function('require', 'exports', text)(require, made);
  return made;
}

const users = (amount: { by: 'iterations'; each: number } | { by: 'duration'; durationS: number }) =>
  ({ kind: 'users', users: 2, amount }) as const;
const exported = (load = everyPart.load) =>
  exportArtillery({ ...everyPart, processor: 'load.processor.cjs', ...(load === undefined ? {} : { load }) });

const functions = functionsOf(exported().processor ?? '');
const call = (name: string, ...args: unknown[]): Promise<unknown> =>
  new Promise((resolve) => void functions[name]?.(...args, (value: unknown) => resolve(value)));

const server = createServer((request, response) => {
  request.resume();
  response.write('{"first":');
  setTimeout(() => response.end('1}'), 20);
});
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

interface Native {
  readonly request: (url: URL, options: object) => NodeJS.EventEmitter & { end(): void };
}

test('the time of a flow is the sum of its requests, up to their last bytes', async () => {
  const context: Context = { vars: {} };
  await call('begins', context, null);
  const sums: unknown[] = [];
  for (let sent = 0; sent < 2; sent += 1) {
    const parameters = {};
    await call('timesRequest', parameters, context, null);
    const { port } = server.address() as AddressInfo;
    const request = (parameters as Native).request(new URL(`http://127.0.0.1:${port}/`), {});
    request.end();
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
    sums.push(context.vars['whyslowMs']);
  }
  // The timer of the server may fire a millisecond early.
  expect(Number(sums[0])).toBeGreaterThan(18);
  expect(Number(sums[1])).toBeGreaterThan(Number(sums[0]) + 18);
});

test('the first three flows of a user are not recorded', async () => {
  const context: Context = { vars: {} };
  const recorded: unknown[] = [];
  const events = { emit: (...sample: unknown[]) => void recorded.push(sample) };
  for (const ms of [9, 9, 9, 1, 2]) {
    context.vars['whyslowMs'] = ms;
    await call('ends_api', context, events);
  }
  expect(recorded).toEqual([1, 2].map((ms) => ['histogram', 'whyslow.api', ms]));
});

const nowS = Math.floor(Date.now() / 1_000);

test.each([
  ['a token of which half is left', { access: jwt({ iat: nowS - 50, exp: nowS + 50 }) }, false],
  ['a token of which a tenth is left', { access: jwt({ iat: nowS - 90, exp: nowS + 10 }) }, true],
  ['a long token that has a minute', { access: jwt({ iat: nowS - 6_000, exp: nowS + 60 }) }, false],
  ['a long token that has 20 s', { access: jwt({ iat: nowS - 6_000, exp: nowS + 20 }) }, true],
  ['an opaque token with a lifetime', { access: 'opaque', lifetimeS: 100 }, false],
  ['an opaque token of no lifetime', { access: 'opaque' }, false],
])('%s is renewed when a load of whyslow would renew it', async (_what, values, isDue) => {
  const vars: Vars = Object.fromEntries(Object.entries(values).map(([name, value]) => [`session_${name}`, value]));
  await call('decidesRenewal', { vars }, null);
  expect(functions['renews']?.(vars)).toBe(isDue);
  expect(Date.now() >= renewAtMs({ values, cookies: [], issuedAtMs: Date.now() })).toBe(isDue);
});

test('a response without an optional value keeps the earlier one', async () => {
  const context: Context = { vars: { kept: 'earlier', new: 'earlier' } };
  const capture = ['kept', 'new'].map((as) => ({ as, strict: false }));
  await call('remembers', { capture }, context, null);
  Object.assign(context.vars, { kept: '', new: 'later' });
  await call('keeps', {}, {}, context, null);
  expect(context.vars).toMatchObject({ kept: 'earlier', new: 'later' });
});

interface Script {
  readonly scenarios: readonly { readonly name: string; readonly flow: readonly Vars[] }[];
}
const loopOf = ({ text }: { readonly text: string }, id: string): Vars =>
  (parse(text) as Script).scenarios.find(({ name }) => name === id)?.flow.at(-1) ?? {};

test.each([
  ['iterations', { by: 'iterations', each: 30 }, { count: 33 }],
  ['a time', { by: 'duration', durationS: 30 }, { whileTrue: 'isInTime' }],
] as const)('a load of %s is as long as it says, behind the warm-up', (_what, amount, words) =>
  expect(loopOf(exported(users(amount)), 'api')).toMatchObject(words),
);

test('every function that a script names is in its file, and the reverse', () => {
  const { text, processor } = exported();
  const named = [...text.matchAll(/(?:function|ifTrue|whileTrue|- )(?:: )?([a-z]\w+)$/gm)].map(([, name]) => name);
  const known = Object.keys(functionsOf(processor ?? ''));
  expect(known.filter((name) => !named.includes(name))).toEqual([]);
  expect(
    named.filter((name) => /^(?:ends_|begins|times|decides|renews|remembers|keeps|isIn)/.test(name ?? '')),
  ).toSatisfy((names: readonly string[]) => names.every((name) => known.includes(name)));
});
