import { ok } from '../http/reply.ts';
import { protectedGet } from './route.ts';

export const me = protectedGet('/api/me/', { summary: 'Who is signed in.', answers: 'User' }, async (user) =>
  ok({ id: user.userId, username: user.username }),
);
