import { describe, expect, test } from 'vitest';
import type { Algorithm } from '../../src/clients/contract.ts';
import { predict } from '../../src/clients/predict.ts';
import type { AddressConnect } from '../../src/model/client.ts';
import { predictedTime, stack, V4, V6 } from './predicted-time.ts';
import { accepted, refused, silent, situation } from './situation.ts';

const LINUX_SILENCE_MS = 134_500;

const algorithms = {
  'sequential, no timeout': { kind: 'sequential', attemptTimeoutMs: null },
  'sequential, 1 s each': { kind: 'sequential', attemptTimeoutMs: 1_000 },
  'sequential, 60 s in all': { kind: 'sequential-shared-budget', budgetMs: 60_000 },
  'sequential, 200 s in all': { kind: 'sequential-shared-budget', budgetMs: 200_000 },
  'abandoning after 250': { kind: 'sequential-abandoning', delayMs: 250, budgetMs: null },
  'staggered by 250': { kind: 'staggered', delayMs: 250, budgetMs: null },
  'two groups, 300': { kind: 'two-groups', delayMs: 300, budgetMs: null },
  parallel: { kind: 'parallel' },
  'first only': { kind: 'first-only' },
} satisfies Record<string, Algorithm>;

type AlgorithmName = keyof typeof algorithms;

/** ::1 in four states, or, swapped, 127.0.0.1: accepts · refused fast · refused at 2000 · silent. The other accepts. */
const statesOf = (faulty: string) => [accepted(faulty), refused(faulty), refused(faulty, 2_000), silent(faulty)];

const rules: readonly (readonly [AlgorithmName, string, string, string, string])[] = [
  ['sequential, no timeout', '0 via faulty', '0 via healthy', '2000 via healthy', `${LINUX_SILENCE_MS} via healthy`],
  ['sequential, 1 s each', '0 via faulty', '0 via healthy', '1000 via healthy', '1000 via healthy'],
  ['sequential, 60 s in all', '0 via faulty', '0 via healthy', '2000 via healthy', 'fails at 60000'],
  ['sequential, 200 s in all', '0 via faulty', '0 via healthy', '2000 via healthy', `${LINUX_SILENCE_MS} via healthy`],
  ['abandoning after 250', '0 via faulty', '0 via healthy', '250 via healthy', '250 via healthy'],
  ['staggered by 250', '0 via faulty', '0 via healthy', '250 via healthy', '250 via healthy'],
  ['two groups, 300', '0 via faulty', '0 via healthy', '300 via healthy', '300 via healthy'],
  ['parallel', '0 via faulty', '0 via healthy', '0 via healthy', '0 via healthy'],
  ['first only', '0 via faulty', 'fails at 0', 'fails at 2000', `fails at ${LINUX_SILENCE_MS}`],
];

describe.each([
  { title: '::1 first and faulty, 127.0.0.1 healthy', faulty: V6, healthy: V4 },
  { title: '127.0.0.1 first and faulty, ::1 healthy', faulty: V4, healthy: V6 },
])('$title', ({ faulty, healthy }) => {
  test.each(rules)('%s: %s · %s · %s · %s', (name, ...expected) => {
    const got = statesOf(faulty).map((first) => predictedTime(stack(algorithms[name]), [first, accepted(healthy)]));
    expect(got).toEqual(expected.map((text) => text.replace('faulty', faulty).replace('healthy', healthy)));
  });

  test.each(rules)('%s loses no time when it tries the healthy address first', (name) => {
    const order = healthy === V4 ? 'ipv4-first' : 'ipv6-first';
    const got = statesOf(faulty).map((first) =>
      predictedTime(stack(algorithms[name], { order }), [first, accepted(healthy)]),
    );
    expect(got).toEqual(Array.from({ length: 4 }, () => `0 via ${healthy}`));
  });
});

describe('a name with one address', () => {
  test.each(rules)('%s', (name) => {
    expect(predictedTime(stack(algorithms[name]), [accepted(V6)])).toBe('0 via ::1');
    expect(predictedTime(stack(algorithms[name]), [refused(V6)])).toBe('fails at 0');
  });

  test.each([
    ['abandoning after 250', `fails at ${LINUX_SILENCE_MS}`],
    ['staggered by 250', `fails at ${LINUX_SILENCE_MS}`],
    ['two groups, 300', `fails at ${LINUX_SILENCE_MS}`],
    ['sequential, 1 s each', 'fails at 1000'],
    ['sequential, 60 s in all', 'fails at 60000'],
  ] as const)('%s waits for a silent last address: %s', (name, expected) => {
    expect(predictedTime(stack(algorithms[name]), [silent(V4)])).toBe(expected);
  });
});

describe('a slow address that works', () => {
  test.each([
    ['abandoning after 250', 249, '249 via ::1'],
    ['abandoning after 250', 251, '251 via 127.0.0.1'],
    ['staggered by 250', 249, '249 via ::1'],
    ['staggered by 250', 251, '251 via ::1'],
    ['two groups, 300', 301, '301 via ::1'],
    ['sequential, no timeout', 900, '900 via ::1'],
    ['parallel', 2, '1 via 127.0.0.1'],
  ] as const)('%s, ::1 answering after %d ms: %s', (name, connectMs, expected) => {
    expect(predictedTime(stack(algorithms[name]), [accepted(V6, connectMs), accepted(V4, 1)])).toBe(expected);
  });
});

describe('the list of attempts', () => {
  const ledger = (name: AlgorithmName, addresses: readonly AddressConnect[]) =>
    predict(stack(algorithms[name]), situation(addresses)).attempts.map(
      ({ address, startMs, endMs, end }) => `${address} ${startMs}–${endMs} ${end}`,
    );

  test.each<readonly [AlgorithmName, readonly string[]]>([
    ['sequential, no timeout', ['::1 0–2000 refused', '127.0.0.1 2000–2001 won']],
    ['sequential, 1 s each', ['::1 0–1000 timed-out', '127.0.0.1 1000–1001 won']],
    ['abandoning after 250', ['::1 0–250 abandoned', '127.0.0.1 250–251 won']],
    ['staggered by 250', ['::1 0–251 lost', '127.0.0.1 250–251 won']],
    ['two groups, 300', ['::1 0–301 lost', '127.0.0.1 300–301 won']],
    ['parallel', ['::1 0–1 lost', '127.0.0.1 0–1 won']],
    ['first only', ['::1 0–2000 refused']],
  ])('%s on a late refusal', (name, expected) => {
    expect(ledger(name, [refused(V6, 2_000), accepted(V4, 1)])).toEqual(expected);
  });

  test('leaves out an attempt that would start after the race was won', () => {
    expect(ledger('staggered by 250', [accepted(V6, 100), accepted(V4, 1)])).toEqual(['::1 0–100 won']);
  });

  test('a budget ends the attempt that is running, and no other begins', () => {
    expect(ledger('sequential, 60 s in all', [silent(V6), accepted(V4)])).toEqual(['::1 0–60000 timed-out']);
  });
});

describe('families alternate if the algorithm interleaves them', () => {
  const addresses = [refused('::2', 900), refused('::3', 900), accepted('10.0.0.1'), accepted('10.0.0.2')];
  test.each([
    ['staggered by 250', '250 via 10.0.0.1'],
    ['abandoning after 250', '250 via 10.0.0.1'],
    ['two groups, 300', '300 via 10.0.0.1'],
    ['sequential, no timeout', '1800 via 10.0.0.1'],
  ] as const)('%s: %s', (name, expected) => {
    expect(predictedTime(stack(algorithms[name]), addresses, { name: 'db.test' })).toBe(expected);
  });

  test('two groups start the other family at once when the first has failed', () => {
    const failing = [refused('::2', 10), refused('::3', 20), accepted('10.0.0.1')];
    expect(predictedTime(stack(algorithms['two groups, 300']), failing, { name: 'db.test' })).toBe('30 via 10.0.0.1');
  });
});
