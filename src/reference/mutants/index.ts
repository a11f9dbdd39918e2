import { accessAsRefresh, refreshAsAccess, tokenInQuery, weakSecret } from './confused-types.ts';
import type { Mutant } from './contract.ts';
import { algNone, algorithmConfusion, embeddedKey, strippedSignature, tamperedPayload, unverified } from './forged.ts';

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
];
