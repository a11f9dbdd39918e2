import type { ForgedToken } from './forged.ts';
import { encoded, type Jwt } from './jwt.ts';
import type { Sign } from './signing-key.ts';

/**
 * Beyond any usual tolerance of clocks: RFC 7519 §4.1.4 speaks of a few minutes, and the longest default of a library that
 * is known to us is 5 min.
 */
const BEYOND_LEEWAY_S = 600;
/** RFC 2606 §2: a name that belongs to no one. */
const OTHER = 'https://other.invalid';

/** Valid signatures under claims that a verifier must refuse. A claim that the token has not is not made up, except times. */
export function wrongClaims(jwt: Jwt, sign: Sign, nowS: number): readonly ForgedToken[] {
  const { aud, iss } = jwt.payload;
  const past = nowS - BEYOND_LEEWAY_S;
  const future = nowS + BEYOND_LEEWAY_S;
  const make = (kind: ForgedToken['kind'], variant: string, claims: object): ForgedToken => ({
    kind,
    variant,
    token: signedClaims(jwt, sign, claims),
  });
  const begun = { iat: past - BEYOND_LEEWAY_S, ...('nbf' in jwt.payload ? { nbf: past - BEYOND_LEEWAY_S } : {}) };
  return [
    make('expired', 'a token that expired 10 min ago', { ...begun, exp: past }),
    make('not-yet-valid', 'a token that is valid in 10 min', { nbf: future, exp: future + BEYOND_LEEWAY_S }),
    ...(aud === undefined
      ? []
      : [make('wrong-audience', 'a token for another audience', { aud: Array.isArray(aud) ? [OTHER] : OTHER })]),
    ...(iss === undefined ? [] : [make('wrong-issuer', 'a token of another issuer', { iss: OTHER })]),
  ];
}

/** Sound claims in a token that the server has not issued: only where this is accepted does a refusal concern the claims. */
export const soundClaims = (jwt: Jwt, sign: Sign): string => {
  const { exp } = jwt.payload;
  return signedClaims(jwt, sign, typeof exp === 'number' ? { exp: exp - 1 } : {});
};

function signedClaims({ parts: [header], payload }: Jwt, sign: Sign, claims: object): string {
  const signed = `${header}.${encoded({ ...payload, ...claims })}`;
  return `${signed}.${sign(signed)}`;
}
