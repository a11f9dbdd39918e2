import { type TokenPair, tokenTimes } from '../model/auth.ts';
import { refreshRequest, tokensIn, unusable } from '../targets/auth/requests.ts';
import { type Suite, wrong } from './contract.ts';

export const refresh: Suite = {
  name: 'refresh',
  title: 'trade the refresh token for new tokens, each token used once',
  request: (user, ground) => refreshRequest(ground.stack, user.tokens.refresh ?? ''),
  read(response, user, ground) {
    const next = tokensIn(ground.stack, response);
    if (next === null) return wrong(`status ${response.status} without a token`);
    const problem = unusable(next);
    if (problem !== null) return wrong(problem);
    if (next.access === user.tokens.access) return wrong('the same access token as before');
    if (expiresEarlier(next, user.tokens)) return wrong('a new access token that expires before the old one');
    // Without rotation the answer brings no refresh token, or the same: the chain goes on with the one it has.
    return { right: true, tokens: { access: next.access, refresh: next.refresh ?? user.tokens.refresh } };
  },
};

/** `exp` counts whole seconds, so two tokens of the same second may share it; going back is what may not happen. */
function expiresEarlier(next: TokenPair, previous: TokenPair): boolean {
  const [nextTimes, previousTimes] = [tokenTimes(next.access), tokenTimes(previous.access)];
  return nextTimes !== null && previousTimes !== null && nextTimes.expiresAtS < previousTimes.expiresAtS;
}
