import { field, json, listenerOf, type Read, type Reply } from './contract.ts';
import { openSessions, user } from './sessions.ts';

const page = (csrf: string): string =>
  `<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${csrf}"><input name="username"><input name="password" type="password"></form>`;

const loginPath = '/accounts/login/';
const toLogin: Reply = { status: 302, headers: { location: loginPath } };
const forbidden: Reply = { status: 403, body: '<p>CSRF verification failed.' };

const isFromPage = ({ cookies, body }: Read): boolean =>
  cookies['csrftoken'] === 'c1' && field(body, 'csrfmiddlewaretoken') === 'masked-c1';

/** A form login as Django's: a hidden field that belongs to a cookie, and a redirect. */
export function formLogin() {
  const sessions = openSessions();
  const signedIn = (body: string): Reply => {
    const isRight = field(body, 'username') === user.username && field(body, 'password') === user.password;
    if (!isRight) return { status: 200, body: page('masked-c1') };
    const cookie = `sessionid=${sessions.begin().access}; Path=/; HttpOnly`;
    return { status: 302, headers: { location: '/', 'set-cookie': [cookie] } };
  };
  return listenerOf({
    [`GET ${loginPath}`]: () => ({
      status: 200,
      headers: { 'set-cookie': ['csrftoken=c1; Path=/'] },
      body: page('masked-c1'),
    }),
    [`POST ${loginPath}`]: (read) => (isFromPage(read) ? signedIn(read.body) : forbidden),
    'POST /accounts/logout/': ({ headers, cookies }) => {
      if (headers['x-csrftoken'] !== cookies['csrftoken']) return forbidden;
      sessions.end(cookies['sessionid'] ?? '');
      return { status: 302, headers: { location: '/' } };
    },
    'GET /api/me/': ({ cookies }) => (sessions.isAccess(cookies['sessionid'] ?? '') ? json(200, { id: 1 }) : toLogin),
  });
}
