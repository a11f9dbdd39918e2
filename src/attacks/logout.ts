import { type Attack, presented } from './contract.ts';

const nothing = { status: 0, granted: false };

/** Logs out, then tries both tokens of the session. */
export const logout: Attack<'logout'> = {
  kind: 'logout',
  title: 'using tokens after logout',
  async perform(client) {
    const tokens = await client.signIn();
    const answer = await client.logout(tokens);
    if (answer === null || tokens.refresh === null) {
      return { logout: null, refreshAfter: nothing, accessAfter: nothing };
    }
    return {
      logout: presented(answer),
      refreshAfter: presented(await client.refresh(tokens.refresh)),
      accessAfter: presented(await client.readApi(tokens.access)),
    };
  },
};
