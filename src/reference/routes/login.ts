import { ok, type Reply } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import { fingerprint } from '../tokens/jwt.ts';
import { originOf, post, type Call, type Services } from './route.ts';

export const login = post('/api/token/', ['username', 'password'], async ({ username, password }, call, services) => {
  const { store, tokens, passwords } = services;
  const { timings } = call;

  const user = await timings.of('db', () => store.findUser(username));
  const fits = await timings.of('hash', () => passwords.fits(password, user?.passwordHash ?? null));
  if (user === null || !fits || !user.active) return failed(user?.id ?? null, call, services);

  const session = tokens.newSession(user.id);
  const pair = timings.ofSync('sign', () => tokens.issue(session));
  const opening = {
    id: session.id,
    userId: user.id,
    tokenHash: fingerprint(pair.refresh),
    expiresAtMs: session.expiresAtS * 1000,
  };
  await timings.of('db', () => store.openSession(opening, originOf(call, services)));
  return ok({ refresh: pair.refresh, access: pair.access });
});

/** One answer for a wrong password, an unknown user and an inactive one. Only the audit log knows which it was. */
async function failed(userId: number | null, call: Call, services: Services): Promise<Reply> {
  const origin = originOf(call, services);
  await services.store.record({ ...origin, event: 'login', outcome: 'bad-credentials', userId, sessionId: null });
  call.timings.conceal();
  return refuse('no_active_account');
}
