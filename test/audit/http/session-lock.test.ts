import { expect, test } from 'vitest';
import { sessionLock } from '../../../src/audit/http/session-lock.ts';
import type { Slope } from '../../../src/model/slope.ts';
import { answering, answeringInTurn, at, listeners, listening, loopback } from '../literals.ts';
import { batch, slopeOf, waves } from '../server-literals.ts';

const check = (slope: Partial<Slope>, row = answering('127.0.0.1')) =>
  sessionLock.check(
    {
      slope: slopeOf([], { setsCookie: true, ...slope }),
      addresses: loopback([row]),
      listeners: listeners(listening('127.0.0.1', 7, 'php -S 127.0.0.1:8000')),
    },
    at(),
  );

const same = { cookies: 'same' } as const;
const free = waves(4, 80);
const locked = (eachMs: number) => ({ batches: [...waves(4, eachMs), ...waves(1, eachMs, same)] });

test('requests that wait with the same cookies only are the finding', () =>
  expect(check(locked(80))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 80,
    advice: [{ command: expect.stringContaining('session_write_close()'), savesMs: 80 }, {}],
  }));

test.each([
  [19.9, 'pass'],
  [20, 'note'],
  [49.9, 'note'],
  [50, 'fail'],
])('an answer of %d ms is a %s', (eachMs, outcome) => expect(check(locked(eachMs)).outcome).toBe(outcome));

test('workers that take the requests unevenly are enough to see that sessions do not wait', () =>
  expect(
    check({ batches: [batch([80]), batch([81, 83, 165, 245]), batch([80], same), batch([80, 153, 235, 316], same)] })
      .outcome,
  ).toBe('fail'));

test.each([
  ['the response sets no cookie', { batches: free, setsCookie: false }, 'not-applicable'],
  ['all requests wait anyway', { batches: [...waves(1, 80), ...waves(1, 80, same)] }, 'not-applicable'],
  ['no request waits', { batches: [...free, ...waves(4, 80, same)] }, 'pass'],
  [
    'those without cookies become slow together',
    { batches: [batch([80]), batch([300, 300, 310, 320]), ...waves(1, 80, same)] },
    'inconclusive',
  ],
])('where %s it is no failure', (_what, slope, outcome) => expect(check(slope).outcome).toBe(outcome));

test('it does not apply to a server that limits the rate', () =>
  expect(check(locked(80), answeringInTurn(2, 80, 80, 80)).outcome).toBe('not-applicable'));
