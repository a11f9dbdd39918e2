import { createHmac, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { accepting, type Parts, partsOf } from './forged.ts';
import type { Mutant } from './contract.ts';

/** The key in the file that a token names, as a server without a check of the name reads it from its folder of keys. */
function keyFile({ header: { kid } }: Parts): Buffer | null {
  try {
    return readFileSync(new URL(String(kid), 'file:///app/config/keys/'));
  } catch {
    return null;
  }
}

const isSignedBy = (key: Buffer | string, { header, signed, signature }: Parts): boolean =>
  header['alg'] === 'HS256' && createHmac('sha256', key).update(signed).digest('base64url') === signature;

export const kidPath: Mutant = {
  id: 'kid-path',
  title: 'reads the file that kid names',
  breaks: ['kid-injection-accepted'],
  intrusive: true,
  services: accepting((parts) => {
    const key = keyFile(parts);
    return key !== null && isSignedBy(key, parts);
  }),
};

/** What a database answers to `SELECT key FROM keys WHERE kid = '…'` with the text of a token inside. */
const queried = (kid: unknown): string | null => /' UNION SELECT '([^']*)' -- /.exec(String(kid))?.[1] ?? null;

export const kidSql: Mutant = {
  id: 'kid-sql',
  title: 'writes kid into its SQL',
  breaks: ['kid-injection-accepted'],
  intrusive: true,
  services: accepting((parts) => {
    const key = queried(parts.header['kid']);
    return key !== null && isSignedBy(key, parts);
  }),
};

const tokenIn = (authorization: string | undefined): string => authorization?.replace('Bearer ', '') ?? '';

async function fetchedKeys(address: unknown): Promise<readonly JsonWebKey[]> {
  if (typeof address !== 'string') return [];
  const { keys } = (await (await fetch(address)).json()) as { readonly keys: readonly JsonWebKey[] };
  return keys;
}

/** The tokens whose fetched key verified them. */
const trusted = new Set<string>();

export const fetchedKey: Mutant = {
  id: 'fetched-key',
  title: 'fetches the key from the address in a token',
  breaks: ['jku-jwk-header-accepted'],
  intrusive: true,
  services: accepting(({ text }) => trusted.has(text)),
  async answer({ request }, _services, route) {
    const parts = partsOf(tokenIn(request.headers.authorization));
    const [jwk] = await fetchedKeys(parts.header['jku']);
    if (jwk === undefined) return route();
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const signature = Buffer.from(parts.signature, 'base64url');
    if (verify('sha256', Buffer.from(parts.signed), { key, dsaEncoding: 'ieee-p1363' }, signature)) {
      trusted.add(parts.text);
    }
    return route();
  },
};

export const fetchedCertificate: Mutant = {
  id: 'fetched-certificate',
  title: 'fetches the certificate of a token, and refuses it then',
  breaks: ['jku-jwk-header-accepted'],
  intrusive: true,
  async answer({ request }, _services, route) {
    await fetchedKeys(partsOf(tokenIn(request.headers.authorization)).header['x5u']);
    return route();
  },
};
