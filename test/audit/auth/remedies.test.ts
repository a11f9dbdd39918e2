import { expect, test } from 'vitest';
import { securityAudits } from '../../../src/audit/index.ts';
import { checksOf } from '../../../src/audit/index.ts';
import type { Evidence, EvidenceKind, EvidenceValues } from '../../../src/model/evidence.ts';
import type { RotationExchange } from '../../../src/model/auth-evidence.ts';
import { forgeryKinds } from '../../../src/model/forgeries.ts';
import { got } from '../../../src/model/outcome.ts';
import { authStacks } from '../../../src/stacks/auth/index.ts';
import { at } from '../literals.ts';
import { answered, bad } from './bad-inputs.ts';
import { guessed } from './failed-logins.ts';

const piece = <K extends EvidenceKind>(kind: K, value: EvidenceValues[K]): Evidence =>
  ({ kind, takenAt: '2026-01-01T00:00:00Z', tookMs: 1, outcome: got(value) }) as Evidence;

const granted = { status: 200, granted: true };

/** The unknown name is told by text and time, and no limit is reached. */
const lockedNowhere = { ...guessed(100, { unknownMs: 1, knownMs: 90 }), differences: ['body'] as const };

const refused = { status: 401, granted: false };
const unlimited = { statuses: { 200: 10 }, granted: 10, distinctSuccessors: 10, usableSuccessors: 10 };
const killed = { statuses: { 200: 1, 401: 9 }, granted: 1, distinctSuccessors: 1, usableSuccessors: 0 };

/** Servers that together fail every check, since tokens that are not rotated cannot be reused. */
const rotations: readonly RotationExchange[] = [
  { issued: true, successor: 'new', reuse: granted, newestAfterReuse: null, grace: null },
  { issued: true, successor: 'same', reuse: granted, newestAfterReuse: null, grace: null },
  {
    issued: true,
    successor: 'new',
    reuse: refused,
    newestAfterReuse: granted,
    grace: { lastGrantedMs: 4_000, endedByMs: 8_000 },
  },
];

const broken = (rotation: RotationExchange): readonly Evidence[] => [
  piece('rotation', rotation),
  piece('race', {
    atOnce: 10,
    trials: [unlimited, killed].map((seen) => ({ ...seen, retryAfters: 0, clearedCookies: 10 - seen.granted })),
    hasCookies: true,
    excludedWindowMs: null,
  }),
  piece('audit-log', { log: 'audit.log', lines: 0, events: [{ event: 'sign-in', status: 200, entry: null }] }),
  piece('logout', { logout: granted, refreshAfter: granted, accessAfter: granted }),
  piece('lifetimes', { accessS: 86_400, refreshS: 864_000 }),
  piece('auth-responses', {
    responses: [
      {
        to: 'sign-in',
        method: 'POST',
        path: '/login',
        status: 200,
        bodyHolds: ['access token'],
        cacheControl: [],
        expires: false,
      },
    ],
    cookies: [
      { name: 'rt', holds: 'refresh token', httpOnly: false, secure: false, sameSite: 'absent', lifetimeS: null },
    ],
    tokens: [
      {
        token: 'access token',
        form: 'jwt',
        exp: 'absent',
        statedS: null,
        sensitive: [{ claim: 'email', data: 'e-mail address' }],
      },
    ],
    refusedReads: [{ sent: 'no token', status: 401, challenges: [] }],
    foreignReads: [{ what: 'read', origin: 'another site', status: 200, allowOrigin: 'same', allowsCredentials: true }],
    foreignChange: { what: 'renewal', method: 'POST', path: '/refresh', presented: granted },
    compression: { encoding: 'gzip', reflects: true },
  }),
  piece('forgeries', {
    token: 'jwt',
    algorithm: 'HS256',
    own: granted,
    garbage: { status: 401, granted: false },
    tried: forgeryKinds.map((kind) => ({ kind, variant: kind, presented: granted, fetched: false })),
    famousSecretCharacters: 6,
    intrusive: true,
    signer: 'famous-secret',
    ownAfterEnd: null,
  }),
  piece('failed-logins', lockedNowhere),
  piece('bad-input', {
    tried: (['unknown', 'malformed-json', 'oversized', 'wrong-method'] as const)
      .map((kind) => bad(kind, answered({ status: kind === 'unknown' ? 404 : 500, leaks: ['SQL'] })))
      .concat(bad('missing-field', answered({ status: 429 }))),
  }),
];

/** The advice for each check at a server of this stack. Null where the stack is unknown. */
function advised(preset: string | null): Readonly<Record<string, string>> {
  const surface =
    preset === null
      ? []
      : [
          piece('auth-surface', {
            preset,
            how: 'detected',
            apiPath: '/',
            triedPaths: [],
            marks: [],
            bind: {},
            renewable: true,
          }),
        ];
  const failed = rotations
    .flatMap((rotation) => checksOf(securityAudits, [...surface, ...broken(rotation)], at()))
    .flatMap((check) => (check.outcome === 'fail' ? [[check.id, JSON.stringify(check.advice)] as const] : []));
  return Object.fromEntries(failed);
}

test('a server that fails every check gets advice for each', () =>
  expect(Object.keys(advised(null)).sort()).toEqual(securityAudits.map(({ id }) => id).sort()));

test.each(['directus', 'aspnet-identity', 'a-stack-of-my-own', null])(
  'a server with %s gets no settings of another product',
  (preset) => expect(JSON.stringify(advised(preset))).not.toMatch(/simple_?jwt|token_blacklist/i),
);

test.each([
  ['simplejwt', 'rotation-missing', "SIMPLE_JWT = {'ROTATE_REFRESH_TOKENS': True}"],
  ['simplejwt', 'rotation-reuse-accepted', "SIMPLE_JWT = {'BLACKLIST_AFTER_ROTATION': True}"],
  ['simplejwt', 'logout-leaves-refresh-alive', "INSTALLED_APPS += ['rest_framework_simplejwt.token_blacklist']"],
  ['simplejwt', 'refresh-lifetime-too-long', "'REFRESH_TOKEN_LIFETIME': timedelta(hours=12)"],
  ['simplejwt', 'cacheable-token-response', 'never_cache(TokenObtainPairView.as_view())'],
  ['better-auth', 'sensitive-claims', 'definePayload'],
  ['express-cookie', 'missing-www-authenticate', "set('WWW-Authenticate', 'Bearer')"],
  ['dj-rest-auth', 'rotation-missing', 'dj-rest-auth takes'],
  ['dj-rest-auth', 'logout-leaves-refresh-alive', "INSTALLED_APPS += ['rest_framework_simplejwt.token_blacklist']"],
  ['dj-rest-auth', 'access-lifetime-too-long', "'ACCESS_TOKEN_LIFETIME': timedelta(minutes=15)"],
  ['directus', 'access-lifetime-too-long', 'ACCESS_TOKEN_TTL=15m REFRESH_TOKEN_TTL=12h'],
  ['aspnet-identity', 'refresh-lifetime-too-long', 'RefreshTokenExpiration = TimeSpan.FromHours(12)'],
  ['aspnet-identity', 'rotation-reuse-accepted', 'UpdateSecurityStampAsync'],
])('%s has its own line for %s', (preset, id, line) => expect(advised(preset)[id]).toContain(line));

test.each(authStacks.map(({ id }) => id))('where %s has no remedy, the advice is the general one', (preset) => {
  const [own, general] = [advised(preset), advised(null)];
  expect(Object.keys(own)).toEqual(Object.keys(general));
  expect(own['concurrent-refresh-race']).toBe(general['concurrent-refresh-race']);
});
