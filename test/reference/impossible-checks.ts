/** Checks that need --allow-lockout, --intrusive or the key of the tokens. No response to them is a 429. */
const WITHOUT_PERMISSION = [
  'kid-injection-accepted',
  'expired-access-accepted',
  'not-yet-valid-accepted',
  'wrong-audience-accepted',
  'wrong-issuer-accepted',
  'user-enumeration-by-message',
  'user-enumeration-by-timing',
  'login-unthrottled',
  'missing-retry-after',
];
/** HS256 has no public key to confuse with a secret, and no cookie holds a token. */
const WITHOUT_COOKIE_OR_KEY = [
  'race-loser-clears-cookie',
  'algorithm-confusion-accepted',
  'cookie-flags',
  'csrf-missing',
  'compressed-secrets',
];

/** The checks that do not apply to the reference server without more options. */
export const impossibleChecks: readonly string[] = [...WITHOUT_PERMISSION, ...WITHOUT_COOKIE_OR_KEY];
