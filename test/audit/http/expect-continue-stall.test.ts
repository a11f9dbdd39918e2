import { expect, test } from 'vitest';
import { expectContinueStall } from '../../../src/audit/http/expect-continue-stall.ts';
import type { RawExchanges } from '../../../src/model/raw-exchanges.ts';
import { answering, at, loopback } from '../literals.ts';

const visits = (n: number, totalMs: number) => Array.from({ length: n }, () => ({ firstByteMs: totalMs, totalMs }));

const ignored: NonNullable<RawExchanges['expect']> = { said: 'nothing', heldMs: 1_000, status: 200, totalMs: 1_002 };

const check = (seen: Partial<RawExchanges> | null) =>
  expectContinueStall.check(
    {
      addresses: loopback([answering('127.0.0.1')]),
      ...(seen === null
        ? {}
        : {
            'raw-exchanges': {
              method: 'PUT',
              bodyBytes: 8,
              fresh: visits(2, 2),
              reused: visits(3, 2),
              delayedAcks: 0,
              expect: ignored,
              ...seen,
            },
          }),
    },
    at(),
  );

test('a second in vain is the stall, and its cost', () =>
  expect(check({})).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 1_000,
    advice: [{ where: 'server' }, { command: "curl -H 'Expect:'", where: 'client', savesMs: 1_000 }, {}],
  }));

test.each([
  ['a PUT, which curl -T sends', { method: 'PUT', bodyBytes: 1 }, 'fail'],
  ['a POST of more than 1 MiB', { method: 'POST', bodyBytes: 1_048_577 }, 'fail'],
  ['a POST of 1 MiB, before which curl does not ask', { method: 'POST', bodyBytes: 1_048_576 }, 'note'],
  ['a small PATCH', { method: 'PATCH', bodyBytes: 8 }, 'note'],
] as const)('%s: %s', (_what, seen, outcome) => expect(check(seen).outcome).toBe(outcome));

test.each([
  ['it costs a little less than 0.8 s', { totalMs: 801.9 }, 'pass'],
  ['it costs 0.8 s', { totalMs: 802 }, 'fail'],
  ['the server says 100 Continue, however slow it is then', { said: 'continue', totalMs: 5_000 }, 'pass'],
  ['the server refuses before it has the body', { said: 'final', status: 413 }, 'pass'],
  ['the answer never ended', { status: null, totalMs: null }, 'inconclusive'],
] as const)('where %s', (_what, over, outcome) =>
  expect(check({ expect: { ...ignored, ...over } }).outcome).toBe(outcome),
);

test('a server that needs that second anyway costs no client anything', () =>
  expect(check({ fresh: visits(2, 1_200), reused: [], expect: { ...ignored, totalMs: 1_250 } }).outcome).toBe('pass'));

test.each([
  ['without a request of the user', null, 'not-applicable'],
  ['without a connection for it', { expect: null }, 'inconclusive'],
  ['without an answer to compare with', { fresh: [], reused: [] }, 'inconclusive'],
])('%s there is no finding', (_what, seen, outcome) => expect(check(seen).outcome).toBe(outcome));
