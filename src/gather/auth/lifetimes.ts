import { tokenTimes } from '../../model/auth.ts';
import { refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

/** No attack at all: signs in and reads how long each token says it lives. Opaque tokens say nothing. */
export const lifetimes = securityExchange({
  kind: 'lifetimes',
  title: 'reading token lifetimes',
  harm: 'none',
  budgetMs: 60_000,
  sends: ['one sign-in'],
  async perform(client) {
    const session = await client.signIn();
    const refresh = refreshTokenOf(session);
    return {
      accessS: livesFor(String(session.values['access'] ?? '')),
      refreshS: refresh === null ? null : livesFor(refresh),
    };
  },
});

function livesFor(token: string): number | null {
  const times = tokenTimes(token);
  return times === null ? null : times.expiresAtS - times.issuedAtS;
}
