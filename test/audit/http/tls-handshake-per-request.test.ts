import { expect, test } from 'vitest';
import { tlsHandshakePerRequest } from '../../../src/audit/http/tls-handshake-per-request.ts';
import type { TlsHandshakes } from '../../../src/model/tls-handshakes.ts';
import { answering, at, loopback } from '../literals.ts';

const secure = { ...at(), target: { ...at().target, scheme: 'https' as const } };
const addresses = loopback([answering('127.0.0.1')]);

const handshakes = (handshakeMs: number, over: Partial<TlsHandshakes> = {}, firstByteMs = 2): TlsHandshakes => ({
  fresh: Array.from({ length: 3 }, () => ({ connectMs: 0.2, handshakeMs, firstByteMs })),
  resumedMs: [],
  resumption: 'refused',
  keptAlive: false,
  protocol: 'TLSv1.3',
  key: { type: 'rsa', bits: 8_192 },
  ...over,
});

const check = (tls: TlsHandshakes) => tlsHandshakePerRequest.check({ addresses, 'tls-handshakes': tls }, secure);

test.each<[string, TlsHandshakes, string]>([
  ['a slow handshake for each request', handshakes(60), 'fail'],
  ['a handshake of 20 ms', handshakes(20), 'fail'],
  ['a handshake of 19 ms', handshakes(19), 'pass'],
  [
    'two slow handshakes and a quick one',
    { ...handshakes(60), fresh: [...handshakes(60).fresh, ...handshakes(5).fresh] },
    'pass',
  ],
  ['a resumed session that is as slow', handshakes(60, { resumption: 'resumed', resumedMs: [55, 55, 55] }), 'fail'],
  ['a resumed session that is quick', handshakes(60, { resumption: 'resumed', resumedMs: [2, 2, 2] }), 'note'],
  ['answers that take longer than the handshake', handshakes(60, {}, 80), 'note'],
  ['kept connections', handshakes(60, { keptAlive: true }), 'pass'],
  ['kept connections, and a new one that is noticed', handshakes(160, { keptAlive: true }), 'note'],
  ['one handshake only', { ...handshakes(60), fresh: handshakes(60).fresh.slice(0, 1) }, 'inconclusive'],
])('%s', (_what, tls, outcome) => expect(check(tls).outcome).toBe(outcome));

test('a plain http target has no handshake', () =>
  expect(tlsHandshakePerRequest.check({ addresses }, at())).toMatchObject({
    outcome: 'not-applicable',
    cannotOccur: true,
  }));

test('the report shows the parts of a request, and the key', () =>
  expect(check(handshakes(60))).toMatchObject({
    costMs: 60,
    facts: [{ kind: 'table' }, { text: 'TLSv1.3, key rsa 8192.' }],
  }));
