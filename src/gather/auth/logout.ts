import { type Attack, presented, refreshTokenOf } from './contract.ts';

const nothing = { status: 0, granted: false };

/** Logs out, then tries both tokens of the session. */
export const logout: Attack<'logout'> = {
  kind: 'logout',
  title: 'using tokens after logout',
  async perform(client) {
    const session = await client.signIn();
    const answer = refreshTokenOf(session) === null ? null : await client.logout(session);
    if (answer === null) {
      return { logout: null, refreshAfter: nothing, accessAfter: nothing };
    }
    return {
      logout: presented(answer),
      refreshAfter: presented(await client.refresh(session)),
      accessAfter: presented(await client.readApi(session)),
    };
  },
};
