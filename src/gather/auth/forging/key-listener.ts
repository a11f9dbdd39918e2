import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ForgedToken } from './forged.ts';
import { encoded, type Jwt } from './jwt.ts';

/** A listener of ours on loopback that serves a key, and tokens that name its address. */
export interface KeyListener {
  readonly tokens: readonly (ForgedToken & { readonly path: string })[];
  hasServed(path: string): boolean;
  close(): Promise<void>;
}

/** The headers that name the address of a key (RFC 7515 §4.1.2, §4.1.5). The listener has no certificate for `x5u`. */
const ADDRESSES = [
  { name: 'jku', variant: 'signed by a key at an address in its own header (jku)' },
  { name: 'x5u', variant: 'with the address of a certificate in its own header (x5u)' },
] as const;

export async function openKeyListener({ header, parts: [, payload] }: Jwt): Promise<KeyListener> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'whyslow', alg: 'ES256', use: 'sig' }],
  });
  const asked = new Set<string>();
  const server = createServer(({ url = '' }, response) => {
    asked.add(url);
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close').end(keys);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const tokens = ADDRESSES.map(({ name, variant }) => {
    const path = `/${name}/keys.json`;
    const first = encoded({ ...header, alg: 'ES256', kid: 'whyslow', [name]: `http://127.0.0.1:${port}${path}` });
    const signature = sign('sha256', Buffer.from(`${first}.${payload}`), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return {
      kind: 'embedded-key',
      variant,
      path,
      token: `${first}.${payload}.${signature.toString('base64url')}`,
    } as const;
  });
  return {
    tokens,
    hasServed: (path) => asked.has(path),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
