import { expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import type { Send } from '../../../src/flows/perform.ts';
import { signIn } from '../../../src/gather/auth/sign-in.ts';
import { signInAll } from '../../../src/gather/auth/sign-in-all.ts';
import { siteOf } from '../../../src/gather/site.ts';
import { simplejwt } from '../../../src/stacks/auth/simplejwt.ts';
import type { Progress } from '../../../src/model/progress.ts';
import { contextFor } from '../real-servers.ts';
import { json, type Reply, type Respond, serve } from './login-servers.ts';

const who = { username: 'ada', password: 'hunter2' };
const granted = json(200, { access: 'A', refresh: 'R' });
const throttled = (retryAfter: string): Reply =>
  json(429, { detail: 'Request was throttled.' }, { 'retry-after': retryAfter });

/** Answers in this order; the last one stays. */
const sendOf = (replies: readonly Reply[]): { readonly send: Send; readonly count: () => number } => {
  let sent = 0;
  const send: Send = async () => {
    const { status, headers = {}, body = '' } = replies[Math.min(sent, replies.length - 1)] ?? granted;
    sent += 1;
    return { answered: true, response: { status, headers, setCookies: [], body } };
  };
  return { send, count: () => sent };
};

function attempt(replies: readonly Reply[], onProgress: (progress: Progress) => void = () => {}, signal?: AbortSignal) {
  const context = contextFor(80, { watch: onProgress, ...(signal === undefined ? {} : { signal }) });
  const { send, count } = sendOf(replies);
  const signedIn = signIn({ ...context, login: compileFlow(simplejwt.login), site: siteOf(context.target), send }, who);
  return { signedIn, count };
}

test('a 429 with a short Retry-After is waited out, and reported', async () => {
  const progress: Progress[] = [];
  const startMs = performance.now();
  const { signedIn, count } = attempt([throttled('1'), granted], (each) => progress.push(each));
  expect((await signedIn).values).toMatchObject({ access: 'A' });
  expect(count()).toBe(2);
  expect(performance.now() - startMs).toBeGreaterThan(1_000);
  expect(progress[0]).toEqual({
    kind: 'stage',
    text: 'signing in: waiting: POST /api/token/ answered 429, Retry-After 1 s',
  });
});

test.each([
  ['longer than a sign-in waits', [throttled('91')], 1, 'Retry-After 91 s is more than the 90 s'],
  ['longer than what is left', [throttled('1'), throttled('89')], 2, 'Too many sign-ins'],
  ['missing', [json(429, {})], 1, 'no Retry-After'],
  ['invalid', [throttled('soon')], 1, 'no Retry-After'],
] as const)('a 429 whose Retry-After is %s ends the sign-in', async (_what, replies, requests, words) => {
  const { signedIn, count } = attempt(replies);
  await expect(signedIn).rejects.toMatchObject({
    code: 'auth-failed',
    message: expect.stringContaining(words) as string,
  });
  expect(count()).toBe(requests);
});

test('an abort ends the wait', async () => {
  const abort = new AbortController();
  const { signedIn } = attempt([throttled('80')], () => abort.abort(), abort.signal);
  await expect(signedIn).rejects.toMatchObject({ code: 'auth-failed' });
});

/** Two sign-ins in each second. */
function limited(): Respond {
  let window = { startMs: 0, count: 0 };
  return () => {
    const nowMs = performance.now();
    if (nowMs - window.startMs > 1_000) window = { startMs: nowMs, count: 0 };
    window.count += 1;
    return window.count > 2 ? throttled('1') : granted;
  };
}

test('more users than the limit of a server allows at once sign in after a wait', async () => {
  const { port, received } = await serve(limited());
  const context = { ...contextFor(port), credentials: who, stack: simplejwt, apiPath: null };
  const suiteContext = { stack: simplejwt, site: siteOf(context.target) };
  const users = await signInAll(context, { connections: 5, accounts: [who] }, suiteContext);
  expect(users).toHaveLength(5);
  expect(received.length).toBeLessThanOrEqual(8);
});
