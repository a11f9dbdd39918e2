import { constants } from 'node:crypto';
import { createServer, type ServerOptions } from 'node:https';
import { expect, test } from 'vitest';
import { gatherTlsHandshakes } from '../../../src/gather/network/tls-handshakes.ts';
import type { TlsHandshakes } from '../../../src/model/tls-handshakes.ts';
import { addressesOf, answering, targetAt } from '../../audit/literals.ts';
import { selfSigned } from '../../serve/certificate.ts';
import { contextFor, listeningOnLoopback, serveHttp } from '../real-servers.ts';

const kept = { ...answering('127.0.0.1'), warm: [{ firstByteMs: 1, totalMs: 1 }] };
const reached = addressesOf({ '127.0.0.1': [kept] });

async function gathered(options: ServerOptions): Promise<TlsHandshakes> {
  const server = createServer({ ...selfSigned(), ...options }, (_request, response) => response.end('hello'));
  const port = await listeningOnLoopback(server);
  const target = { ...targetAt('127.0.0.1', port), scheme: 'https' as const };
  const found = await gatherTlsHandshakes({ ...contextFor(port), target }, reached);
  if (found?.ok !== true) throw new Error(found?.message);
  return found.value;
}

test.each([
  ['TLS 1.3', {}, 'TLSv1.3'],
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }, 'TLSv1.2'],
] as const)('three full handshakes and three resumed ones of %s are timed', async (_what, options, protocol) => {
  const seen = await gathered(options);
  expect(seen).toMatchObject({ resumption: 'resumed', keptAlive: true, protocol, key: { type: 'ec', bits: null } });
  expect([seen.fresh.length, seen.resumedMs.length]).toEqual([3, 3]);
});

test('a server without tickets resumes no session', async () => {
  const seen = await gathered({ secureOptions: constants.SSL_OP_NO_TICKET });
  expect(seen).toMatchObject({ resumedMs: [] });
  expect(seen.resumption).not.toBe('resumed');
});

test('a plain http server finishes no handshake', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  const target = { ...targetAt('127.0.0.1', port), scheme: 'https' as const };
  expect(await gatherTlsHandshakes({ ...contextFor(port), target }, reached)).toMatchObject({
    ok: false,
    code: 'no-handshake',
  });
});
