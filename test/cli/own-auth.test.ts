import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COOKIE_AUTH_CONFIG, type CookieAuth, MEMBER, startCookieAuth } from './cookie-auth-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

let server: CookieAuth;
beforeAll(async () => {
  server = await startCookieAuth();
});
afterAll(() => server.stop());

const AUTH = `${COOKIE_AUTH_CONFIG}flows:
  profile: /me?full=1
`;

const env = { WHYSLOW_PASSWORD: MEMBER.pass };

const measured = (args: readonly string[], config = AUTH) =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), config);
    const ended = await whyslow([...args, '--out', join(cwd, 'out')], { cwd, env });
    return { ...ended, run: validRun((await filesOf(join(cwd, 'out'))).get('run.json') ?? '') };
  });

test('an auth stack of ten lines: refresh, api, login and an own flow are measured without an error', async () => {
  const { run } = await measured(['load', server.url, '--requests', '40', '--connections', '3']);
  expect(run.target.preset).toBe('own');
  expect(run.flows.map(({ id }) => id)).toEqual(['refresh', 'api', 'login', 'profile']);
  expect(run.suites.map(({ suite, errors }) => [suite, errors])).toEqual(run.suites.map(({ suite }) => [suite, 0]));
});

const WITHOUT_REFRESH = AUTH.replace(/ {2}refresh:\n.*\n.*\n/, '').replace(', refresh: cookie:rt', '');

test('a server without a refresh: the suite is left out with a sentence, and the others are judged', async () => {
  const { run, code } = await measured(['load', server.url, '--requests', '20', '--connections', '1'], WITHOUT_REFRESH);
  expect(run.suites.map(({ suite }) => suite)).not.toContain('refresh');
  expect(run.verdicts.map(({ suite }) => suite)).toEqual(['api', 'login', 'profile']);
  expect(run.notChecked).toContain('refresh: not measured, since the auth stack own has no refresh flow');
  expect([0, 13]).toContain(code);
});

test.each([[['--suite', 'refresh']], [['--target', 'refresh p95 < 30ms', '--suite', 'api']]])(
  'a refresh that was asked for with %j is no pass where there is none: exit 16',
  async (options) => {
    const { run, code } = await measured(
      ['load', server.url, '--requests', '20', '--connections', '1', ...options],
      WITHOUT_REFRESH,
    );
    expect(code).toBe(16);
    expect(run.exit.reason).toContain('refresh (not measured)');
  },
);

test('without a protected route that suite is left out with a sentence, and the others are judged', async () => {
  const load = ['load', server.url, '--requests', '20', '--connections', '1'];
  const { run, code } = await measured(load, AUTH.replace('  api: /me\n', ''));
  expect(run.notChecked).toContain('api: not measured, since no protected route was found: add --api PATH');
  expect(run.verdicts.map(({ suite }) => suite)).toEqual(['refresh', 'login', 'profile']);
  expect([0, 13]).toContain(code);
});

test('checks of a refresh token do not apply to a server without one', async () => {
  const { run } = await measured(['verify', server.url], WITHOUT_REFRESH);
  const decided = run.checks.filter(({ outcome }) => outcome !== 'not-applicable');
  // The access token is there, and so is the cookie, which the login sets as before.
  expect(decided.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['cacheable-token-response', 'pass'],
    ['missing-www-authenticate', 'pass'],
    ['token-in-query-accepted', 'pass'],
    ['cors-wildcard-with-credentials', 'pass'],
    // Bad input is sent to the login and to the protected route.
    ['server-error-on-bad-input', 'pass'],
    ['error-leaks-internals', 'pass'],
    ['wrong-status-code', 'pass'],
    ['malformed-json-error', 'pass'],
    ['oversized-input-error', 'pass'],
    ['method-not-allowed-missing', 'pass'],
  ]);
});

test('its tokens are checked', async () => {
  const { run } = await measured(['verify', server.url]);
  expect(run.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['rotation-missing', 'pass'],
    ['rotation-reuse-accepted', 'pass'],
    // The server keeps single tokens and no sessions.
    ['reuse-leaves-family-alive', 'fail'],
    ['grace-window', 'pass'],
    ['concurrent-refresh-race', 'pass'],
    ['race-kills-session', 'pass'],
    ['race-loser-clears-cookie', 'pass'],
    ['concurrent-refresh-unlimited', 'note'],
    ['logout-leaves-refresh-alive', 'pass'],
    ['logout-leaves-access-alive', 'fail'],
    // Nothing states when an opaque token ends.
    ['access-lifetime-too-long', 'not-applicable'],
    ['refresh-lifetime-too-long', 'not-applicable'],
    ['missing-expiry', 'not-applicable'],
    ['sensitive-claims', 'not-applicable'],
    ['cacheable-token-response', 'pass'],
    ['missing-www-authenticate', 'pass'],
    // The tokens are opaque, so that nothing can be forged from their parts.
    ['alg-none-accepted', 'not-applicable'],
    ['tampered-payload-accepted', 'not-applicable'],
    ['stripped-signature-accepted', 'not-applicable'],
    ['algorithm-confusion-accepted', 'not-applicable'],
    ['jku-jwk-header-accepted', 'not-applicable'],
    ['kid-injection-accepted', 'not-applicable'],
    ['expired-access-accepted', 'not-applicable'],
    ['not-yet-valid-accepted', 'not-applicable'],
    ['wrong-audience-accepted', 'not-applicable'],
    ['wrong-issuer-accepted', 'not-applicable'],
    ['weak-hmac-secret', 'not-applicable'],
    ['refresh-as-access-accepted', 'pass'],
    ['access-as-refresh-accepted', 'pass'],
    ['token-in-query-accepted', 'pass'],
    ['cookie-flags', 'pass'],
    ['cors-wildcard-with-credentials', 'pass'],
    ['csrf-missing', 'pass'],
    ['compressed-secrets', 'not-applicable'],
    ['server-error-on-bad-input', 'pass'],
    ['error-leaks-internals', 'pass'],
    ['wrong-status-code', 'pass'],
    ['malformed-json-error', 'pass'],
    ['oversized-input-error', 'pass'],
    ['method-not-allowed-missing', 'pass'],
    // No login fails without --allow-lockout.
    ['user-enumeration-by-message', 'not-applicable'],
    ['user-enumeration-by-timing', 'not-applicable'],
    ['login-unthrottled', 'not-applicable'],
    ['missing-retry-after', 'not-applicable'],
    ['audit-log-incomplete', 'not-applicable'],
  ]);
});

test.each([
  ['auth: { api: /me }', 'auth.login: expected a request like "POST /api/orders"'],
  ['auth: { login: 5, api: /me }', 'auth.login: expected a request like "POST /api/orders"'],
  ['auth: { login: POST /in, api: me }', 'auth.api: expected a path that starts with a slash'],
  ['auth: { lgin: POST /in, api: /me, login: POST /in }', 'auth.lgin: is no setting; did you mean login?'],
  ['auth: { login: { request: POST /in, jsn: {} }, api: /me }', 'auth.login.jsn: is no setting; did you mean json?'],
  [
    'auth: { login: [{ request: POST /in, capture: { access: token } }], api: /me }',
    'auth.login[0].capture.access: expected a place like',
  ],
])('%j is refused with its key, exit 2', (config, line) =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), config);
    const { code, stderr } = await whyslow(['load', server.url], { cwd, env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(line)]);
  }),
);
