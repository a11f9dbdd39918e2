import { loginRequest, tokensIn, unusable } from '../targets/auth/requests.ts';
import { type Suite, wrong } from './contract.ts';

export const login: Suite = {
  name: 'login',
  title: 'sign in with name and password',
  request: (user, ground) => loginRequest(ground.stack, user.credentials),
  read(response, user, ground) {
    const tokens = tokensIn(ground.stack, response);
    if (tokens === null) return wrong(`status ${response.status} without a token`);
    const problem = unusable(tokens);
    if (problem !== null) return wrong(problem);
    if (tokens.access === user.tokens.access) return wrong('the same access token as before');
    return { right: true, tokens };
  },
};
