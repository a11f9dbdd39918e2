import { field, json, listenerOf } from './contract.ts';
import { openSessions, user } from './sessions.ts';

const page = (csrf: string): string =>
  `<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${csrf}"><input name="username"><input name="password" type="password"></form>`;

/** A form login as Django's: a hidden field that belongs to a cookie, and a redirect. */
export function formLogin() {
  const sessions = openSessions();
  return listenerOf(({ line, body, headers, cookies }) => {
    const session = cookies['sessionid'] ?? '';
    switch (line) {
      case 'GET /accounts/login/':
        return { status: 200, headers: { 'set-cookie': ['csrftoken=c1; Path=/'] }, body: page('masked-c1') };
      case 'POST /accounts/login/': {
        if (cookies['csrftoken'] !== 'c1' || field(body, 'csrfmiddlewaretoken') !== 'masked-c1') {
          return { status: 403, body: '<p>CSRF verification failed.' };
        }
        const isRight = field(body, 'username') === user.username && field(body, 'password') === user.password;
        if (!isRight) return { status: 200, body: page('masked-c1') };
        return {
          status: 302,
          headers: { location: '/', 'set-cookie': [`sessionid=${sessions.begin().access}; Path=/; HttpOnly`] },
        };
      }
      case 'POST /accounts/logout/':
        if (headers['x-csrftoken'] !== cookies['csrftoken']) return { status: 403, body: '<p>CSRF' };
        sessions.end(session);
        return { status: 302, headers: { location: '/' } };
      case 'GET /api/me/':
        return sessions.isAccess(session)
          ? json(200, { id: 1 })
          : { status: 302, headers: { location: '/accounts/login/' } };
      default:
        return { status: 404, body: '<h1>Not Found</h1>' };
    }
  });
}
