import { auditLogIncomplete } from './audit-log-incomplete.ts';
import { algNoneAccepted } from './alg-none-accepted.ts';
import { tamperedPayloadAccepted } from './tampered-payload-accepted.ts';
import { strippedSignatureAccepted } from './stripped-signature-accepted.ts';
import { algorithmConfusionAccepted } from './algorithm-confusion-accepted.ts';
import { jkuJwkHeaderAccepted } from './jku-jwk-header-accepted.ts';
import { kidInjectionAccepted } from './kid-injection-accepted.ts';
import { expiredAccessAccepted } from './expired-access-accepted.ts';
import { notYetValidAccepted } from './not-yet-valid-accepted.ts';
import { wrongAudienceAccepted } from './wrong-audience-accepted.ts';
import { wrongIssuerAccepted } from './wrong-issuer-accepted.ts';
import { weakHmacSecret } from './weak-hmac-secret.ts';
import { refreshAsAccessAccepted } from './refresh-as-access-accepted.ts';
import { accessAsRefreshAccepted } from './access-as-refresh-accepted.ts';
import { tokenInQueryAccepted } from './token-in-query-accepted.ts';
import { reuseLeavesFamilyAlive } from './reuse-leaves-family-alive.ts';
import { graceWindow } from './grace-window.ts';
import { raceKillsSession } from './race-kills-session.ts';
import { raceLoserClearsCookie } from './race-loser-clears-cookie.ts';
import { concurrentRefreshUnlimited } from './concurrent-refresh-unlimited.ts';
import { logoutLeavesAccessAlive } from './logout-leaves-access-alive.ts';
import { serverErrorOnBadInput } from './server-error-on-bad-input.ts';
import { errorLeaksInternals } from './error-leaks-internals.ts';
import { wrongStatusCode } from './wrong-status-code.ts';
import { malformedJsonError } from './malformed-json-error.ts';
import { oversizedInputError } from './oversized-input-error.ts';
import { methodNotAllowedMissing } from './method-not-allowed-missing.ts';
import { userEnumerationByMessage } from './user-enumeration-by-message.ts';
import { userEnumerationByTiming } from './user-enumeration-by-timing.ts';
import { loginUnthrottled } from './login-unthrottled.ts';
import { missingRetryAfter } from './missing-retry-after.ts';
import { concurrentRefreshRace } from './concurrent-refresh-race.ts';
import { logoutLeavesRefreshAlive } from './logout-leaves-refresh-alive.ts';
import { accessLifetimeTooLong } from './access-lifetime-too-long.ts';
import { refreshLifetimeTooLong } from './refresh-lifetime-too-long.ts';
import { missingExpiry } from './missing-expiry.ts';
import { sensitiveClaims } from './sensitive-claims.ts';
import { cacheableTokenResponse } from './cacheable-token-response.ts';
import { missingWwwAuthenticate } from './missing-www-authenticate.ts';
import { cookieFlags } from './cookie-flags.ts';
import { corsWildcardWithCredentials } from './cors-wildcard-with-credentials.ts';
import { csrfMissing } from './csrf-missing.ts';
import { compressedSecrets } from './compressed-secrets.ts';
import { rotationMissing } from './rotation-missing.ts';
import { rotationReuseAccepted } from './rotation-reuse-accepted.ts';
import type { AnySecurityAudit } from '../contract.ts';

/** The audits of token security. */
export const securityAudits: readonly AnySecurityAudit[] = [
  rotationMissing,
  rotationReuseAccepted,
  reuseLeavesFamilyAlive,
  graceWindow,
  concurrentRefreshRace,
  raceKillsSession,
  raceLoserClearsCookie,
  concurrentRefreshUnlimited,
  logoutLeavesRefreshAlive,
  logoutLeavesAccessAlive,
  accessLifetimeTooLong,
  refreshLifetimeTooLong,
  missingExpiry,
  sensitiveClaims,
  cacheableTokenResponse,
  missingWwwAuthenticate,
  algNoneAccepted,
  tamperedPayloadAccepted,
  strippedSignatureAccepted,
  algorithmConfusionAccepted,
  jkuJwkHeaderAccepted,
  kidInjectionAccepted,
  expiredAccessAccepted,
  notYetValidAccepted,
  wrongAudienceAccepted,
  wrongIssuerAccepted,
  weakHmacSecret,
  refreshAsAccessAccepted,
  accessAsRefreshAccepted,
  tokenInQueryAccepted,
  cookieFlags,
  corsWildcardWithCredentials,
  csrfMissing,
  compressedSecrets,
  serverErrorOnBadInput,
  errorLeaksInternals,
  wrongStatusCode,
  malformedJsonError,
  oversizedInputError,
  methodNotAllowedMissing,
  userEnumerationByMessage,
  userEnumerationByTiming,
  loginUnthrottled,
  missingRetryAfter,
  auditLogIncomplete,
];

/** The checks that took the place of an earlier one. */
export const replacedChecks: Readonly<Record<string, readonly string[]>> = {
  'overlong-lifetime': ['access-lifetime-too-long', 'refresh-lifetime-too-long'],
};
