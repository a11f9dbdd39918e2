import { presented, refreshPastLock, refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

const noRefreshToken = {
  issued: false,
  successor: 'none',
  reuse: { status: 0, granted: false },
  newestAfterReuse: null,
} as const;

/** Refreshes once, presents the spent token again, and checks whether the session is still valid after that. */
export const rotation = securityExchange({
  kind: 'rotation',
  title: 'presenting a spent refresh token',
  harm: 'attacks',
  budgetMs: 120_000,
  sends: ['one sign-in, two refreshes and the spent refresh token once more'],
  async perform(client) {
    const spent = await client.signIn();
    const spentToken = refreshTokenOf(spent);
    if (spentToken === null) return noRefreshToken;
    const { session: next, refreshToken: newest } = await client.refresh(spent);
    const reuse = await refreshPastLock(client, spent);
    return {
      issued: true,
      successor: newest === null ? 'none' : newest === spentToken ? 'same' : 'new',
      reuse: presented(reuse),
      newestAfterReuse:
        next === null || newest === null || newest === spentToken ? null : presented(await client.refresh(next)),
    };
  },
});
