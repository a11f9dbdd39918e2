import { apiRequest, parsedBody } from '../targets/auth/requests.ts';
import { type Suite, wrong } from './contract.ts';

export const api: Suite = {
  name: 'api',
  title: 'read a protected route with the access token',
  request: (user, ground) => apiRequest(ground.apiPath, user.tokens.access),
  read(response, user) {
    if (response.status !== 200) return wrong(`status ${response.status}`);
    if (parsedBody(response) === undefined) return wrong('a body that is no JSON');
    return { right: true, tokens: user.tokens };
  },
};
