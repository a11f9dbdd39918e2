import { clientAddress } from '../client-address.ts';
import { ok, type Reply } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import type { Attempt } from '../store/store.ts';
import type { Call, Services } from './contract.ts';
import { originOf, post } from './route.ts';

const about = { summary: 'Signs in.', answers: 'TokenPair', refusals: [401, 429] } as const;

export const login = post('/api/token/', ['username', 'password'], about, async (fields, call, services) => {
  const { store, tokens, passwords, throttle, metrics, nowMs } = services;
  const { timings } = call;
  const attempt = throttle.attemptOf(clientAddress(call.request, services.clientAddress), fields.username);
  const waitS = await timings.of('db', () => throttle.waitS(attempt, nowMs()));
  if (waitS !== null) return throttled(waitS, call, services);

  const user = await timings.of('db', () => store.findUser(fields.username));
  const isRight = await timings.of('hash', () => passwords.verify(fields.password, user?.passwordHash ?? null));
  // Checked again after the hash: of many concurrent guesses, those beyond the limit get the same response for right
  // and wrong passwords.
  const waitNowS = await timings.of('db', () => throttle.waitS(attempt, nowMs()));
  if (waitNowS !== null) return throttled(waitNowS, call, services);
  if (user === null || !isRight || !user.active) return failed(user?.id ?? null, attempt, call, services);

  const session = tokens.newSession(user.id);
  const pair = timings.ofSync('sign', () => tokens.issue(session));
  const opening = {
    id: session.id,
    userId: user.id,
    tokenHash: pair.refreshHash,
    expiresAtMs: session.expiresAtS * 1000,
    attempt: attempt.attempt,
  };
  await timings.of('db', () => store.openSession(opening, originOf(call, services)));
  metrics.outcome('login', 'ok');
  return ok({ refresh: pair.refresh, access: pair.access });
});

/** The same response for a wrong password, an unknown user and an inactive user. Only the audit log has the user id. */
async function failed(userId: number | null, attempt: Attempt, call: Call, services: Services): Promise<Reply> {
  const entry = {
    ...originOf(call, services),
    event: 'login',
    outcome: 'bad-credentials',
    userId,
    sessionId: null,
  } as const;
  await services.store.recordFailedLogin(entry, attempt);
  services.metrics.outcome('login', 'bad-credentials');
  call.timings.clear();
  return refuse('no_active_account');
}

/** Called before the hash, so that many guesses cost little. Unknown names are throttled in the same way. */
async function throttled(waitS: number, call: Call, services: Services): Promise<Reply> {
  const origin = originOf(call, services);
  await services.store.record({ ...origin, event: 'login', outcome: 'throttled', userId: null, sessionId: null });
  services.metrics.outcome('login', 'throttled');
  call.timings.clear();
  return refuse('too_many_failures', { 'Retry-After': String(waitS) });
}
