import { tokenTimes } from '../../model/auth.ts';
import { refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

/** Signs in and reads the lifetime that each token states. Opaque tokens state none. */
export const lifetimes = securityExchange({
  kind: 'lifetimes',
  title: 'reading token lifetimes',
  harm: 'none',
  budgetMs: 120_000,
  sends: ['one sign-in'],
  async perform(client) {
    const session = await client.signIn();
    const refresh = refreshTokenOf(session);
    return {
      accessS: lifetimeS(String(session.values['access'] ?? '')),
      refreshS: refresh === null ? null : lifetimeS(refresh),
    };
  },
});

function lifetimeS(token: string): number | null {
  const times = tokenTimes(token);
  return times === null ? null : times.expiresAtS - times.issuedAtS;
}
