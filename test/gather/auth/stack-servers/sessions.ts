/** Tokens of sessions, with rotation: a refresh token is used once. */
export function openSessions() {
  const alive = new Map<string, { ended: boolean }>();
  let n = 0;
  const issue = (kind: string, session: { ended: boolean }): string => {
    n += 1;
    const token = `${kind}-${n}`;
    alive.set(token, session);
    return token;
  };
  const pairOf = (session: { ended: boolean }) => ({
    access: issue('access', session),
    refresh: issue('refresh', session),
  });
  return {
    begin: () => pairOf({ ended: false }),
    /** Null for an unknown, used or ended token. */
    rotate(refresh: string) {
      const session = alive.get(refresh);
      alive.delete(refresh);
      return session === undefined || session.ended || !refresh.startsWith('refresh') ? null : pairOf(session);
    },
    end(token: string): boolean {
      const session = alive.get(token);
      if (session !== undefined) session.ended = true;
      return session !== undefined;
    },
    isAccess: (token: string): boolean => token.startsWith('access') && alive.get(token)?.ended === false,
  };
}

export const user = { username: 'ada', password: 'päss & phrase' };
