import type { RefusalCode } from '../http/refusals.ts';
import type { Flaw } from '../tokens/tokens.ts';

/** Expired and forged get one answer: whoever tries tokens out learns nothing from the difference. */
export function codeOf(flaw: Flaw): RefusalCode {
  return flaw === 'wrong-type' ? 'token_wrong_type' : 'token_not_valid';
}
