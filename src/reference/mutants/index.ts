import { accessAsRefresh, refreshAsAccess, tokenInQuery, weakSecret } from './confused-types.ts';
import type { Mutant } from './contract.ts';
import { compressedTokens, everyOrigin, readableCookie, refreshByCookie } from './cross-site.ts';
import { algNone, algorithmConfusion, embeddedKey, strippedSignature, tamperedPayload, unverified } from './forged.ts';
import { cacheableTokens, longAccess, longRefresh, noExpiry, silentRefusal, talkativeToken } from './policy.ts';
import {
  checkThenClaim,
  doubleSubmitIsTheft,
  familySurvives,
  logoutForgets,
  longGrace,
  loserClearsCookie,
  loserCrashes,
  noRotation,
  reuseAccepted,
  signatureAlone,
} from './rotation.ts';

/** Every defect that a check must find. */
export const mutants: readonly Mutant[] = [
  algNone,
  unverified,
  tamperedPayload,
  strippedSignature,
  algorithmConfusion,
  embeddedKey,
  weakSecret,
  refreshAsAccess,
  accessAsRefresh,
  tokenInQuery,
  longAccess,
  longRefresh,
  noExpiry,
  talkativeToken,
  cacheableTokens,
  silentRefusal,
  readableCookie,
  everyOrigin,
  refreshByCookie,
  compressedTokens,
  noRotation,
  reuseAccepted,
  longGrace,
  familySurvives,
  checkThenClaim,
  loserCrashes,
  doubleSubmitIsTheft,
  loserClearsCookie,
  logoutForgets,
  signatureAlone,
];
