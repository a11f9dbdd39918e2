import { presented, refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

const nothing = { status: 0, granted: false };

/** Logs out, then tries both tokens of the session. */
export const logout = securityExchange({
  kind: 'logout',
  title: 'using tokens after logout',
  harm: 'attacks',
  budgetMs: 120_000,
  sends: ['one sign-in and sign-out, then both tokens of that session once more'],
  async perform(client) {
    const session = await client.signIn();
    const answer = refreshTokenOf(session) === null ? null : await client.logout(session);
    if (answer === null) {
      return { logout: null, refreshAfter: nothing, accessAfter: nothing };
    }
    return {
      logout: presented(answer, { sent: 'the sign-out' }),
      refreshAfter: presented(await client.refresh(session), { sent: 'the refresh token after the sign-out' }),
      accessAfter: presented(await client.readApi(session), { sent: 'the access token after the sign-out' }),
    };
  },
});
