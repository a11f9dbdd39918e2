import type { RefusalCode } from '../http/refusals.ts';
import type { TokenError } from '../tokens/tokens.ts';

/** Expired and forged tokens get the same code, so that the response does not reveal the difference. */
export function refusalOf(error: TokenError): RefusalCode {
  return error === 'wrong-type' ? 'token_wrong_type' : 'token_not_valid';
}
