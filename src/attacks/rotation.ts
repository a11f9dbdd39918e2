import { type Attack, presented, refreshPastLock } from './contract.ts';

const noRefreshToken = {
  issued: false,
  successor: 'none',
  reuse: { status: 0, granted: false },
  newestAfterReuse: null,
} as const;

/** Refreshes once, presents the spent token again, and looks whether the session outlives that. */
export const rotation: Attack<'rotation'> = {
  kind: 'rotation',
  title: 'presenting a spent refresh token',
  async perform(client) {
    const { refresh: spent } = await client.signIn();
    if (spent === null) return noRefreshToken;
    const first = await client.refresh(spent);
    const newest = first.tokens?.refresh ?? null;
    const reuse = await refreshPastLock(client, spent);
    return {
      issued: true,
      successor: newest === null ? 'none' : newest === spent ? 'same' : 'new',
      reuse: presented(reuse),
      newestAfterReuse: newest === null || newest === spent ? null : presented(await client.refresh(newest)),
    };
  },
};
