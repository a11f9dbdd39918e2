import { describe, expect, test } from 'vitest';
import type { Algorithm, ClientStack } from '../../src/clients/contract.ts';
import { clientStacks } from '../../src/clients/index.ts';
import { predict, predictClients } from '../../src/clients/predict.ts';
import type { AddressConnect, PredictedOutcome } from '../../src/model/client.ts';
import { accepted, refused, resets, silent, situation } from './situation.ts';

const V6 = '::1';
const V4 = '127.0.0.1';
const LINUX_SILENCE_MS = 134_500;

const stack = (algorithm: Algorithm, differences: Partial<ClientStack> = {}): ClientStack => ({
  id: 'made-up',
  title: 'a client of this test',
  versions: 'all',
  order: 'resolver',
  dedupe: false,
  algorithm,
  noSynRetryOnWindows: false,
  certainty: 'unverified',
  source: 'this test',
  note: null,
  ...differences,
});

const known = (id: string): ClientStack => {
  const found = clientStacks.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`No client is called ${id}.`);
  return found;
};

const short = (predicted: PredictedOutcome): string =>
  predicted.outcome === 'connects' ? `${predicted.ms} via ${predicted.via}` : `fails at ${predicted.ms}`;

const feels = (
  client: ClientStack,
  addresses: readonly AddressConnect[],
  wish: Parameters<typeof situation>[1] = {},
): string => short(predict(client, situation(addresses, wish)).predicted);

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
const statesOf = (ill: string) => [accepted(ill), refused(ill), refused(ill, 2_000), silent(ill)];

const rules: readonly (readonly [AlgorithmName, string, string, string, string])[] = [
  ['sequential, no timeout', '0 via ill', '0 via well', '2000 via well', `${LINUX_SILENCE_MS} via well`],
  ['sequential, 1 s each', '0 via ill', '0 via well', '1000 via well', '1000 via well'],
  ['sequential, 60 s in all', '0 via ill', '0 via well', '2000 via well', 'fails at 60000'],
  ['sequential, 200 s in all', '0 via ill', '0 via well', '2000 via well', `${LINUX_SILENCE_MS} via well`],
  ['abandoning after 250', '0 via ill', '0 via well', '250 via well', '250 via well'],
  ['staggered by 250', '0 via ill', '0 via well', '250 via well', '250 via well'],
  ['two groups, 300', '0 via ill', '0 via well', '300 via well', '300 via well'],
  ['parallel', '0 via ill', '0 via well', '0 via well', '0 via well'],
  ['first only', '0 via ill', 'fails at 0', 'fails at 2000', `fails at ${LINUX_SILENCE_MS}`],
];

describe.each([
  { title: '::1 first and ill, 127.0.0.1 well', ill: V6, well: V4 },
  { title: '127.0.0.1 first and ill, ::1 well', ill: V4, well: V6 },
])('$title', ({ ill, well }) => {
  test.each(rules)('%s: %s · %s · %s · %s', (name, ...expected) => {
    const got = statesOf(ill).map((first) => feels(stack(algorithms[name]), [first, accepted(well)]));
    expect(got).toEqual(expected.map((text) => text.replace('ill', ill).replace('well', well)));
  });

  test.each(rules)('%s pays nothing when it asks the well address first', (name) => {
    const order = well === V4 ? 'ipv4-first' : 'ipv6-first';
    const got = statesOf(ill).map((first) => feels(stack(algorithms[name], { order }), [first, accepted(well)]));
    expect(got).toEqual(Array.from({ length: 4 }, () => `0 via ${well}`));
  });
});

describe('one address leaves no choice', () => {
  test.each(rules)('%s', (name) => {
    expect(feels(stack(algorithms[name]), [accepted(V6)])).toBe('0 via ::1');
    expect(feels(stack(algorithms[name]), [refused(V6)])).toBe('fails at 0');
  });

  test.each([
    ['abandoning after 250', `fails at ${LINUX_SILENCE_MS}`],
    ['staggered by 250', `fails at ${LINUX_SILENCE_MS}`],
    ['two groups, 300', `fails at ${LINUX_SILENCE_MS}`],
    ['sequential, 1 s each', 'fails at 1000'],
    ['sequential, 60 s in all', 'fails at 60000'],
  ] as const)('%s waits for a silent last address: %s', (name, expected) => {
    expect(feels(stack(algorithms[name]), [silent(V4)])).toBe(expected);
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
    expect(feels(stack(algorithms[name]), [accepted(V6, connectMs), accepted(V4, 1)])).toBe(expected);
  });
});

describe('the ledger', () => {
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

  test('an attempt that would have started after the race was won is not in it', () => {
    expect(ledger('staggered by 250', [accepted(V6, 100), accepted(V4, 1)])).toEqual(['::1 0–100 won']);
  });

  test('a budget ends the attempt that is running, and no other begins', () => {
    expect(ledger('sequential, 60 s in all', [silent(V6), accepted(V4)])).toEqual(['::1 0–60000 timed-out']);
  });
});

describe('families take turns where the algorithm says so', () => {
  const addresses = [refused('::2', 900), refused('::3', 900), accepted('10.0.0.1'), accepted('10.0.0.2')];
  test.each([
    ['staggered by 250', '250 via 10.0.0.1'],
    ['abandoning after 250', '250 via 10.0.0.1'],
    ['two groups, 300', '300 via 10.0.0.1'],
    ['sequential, no timeout', '1800 via 10.0.0.1'],
  ] as const)('%s: %s', (name, expected) => {
    expect(feels(stack(algorithms[name]), addresses, { name: 'db.test' })).toBe(expected);
  });

  test('two groups begin the other family at once when their own has failed', () => {
    const failing = [refused('::2', 10), refused('::3', 20), accepted('10.0.0.1')];
    expect(feels(stack(algorithms['two groups, 300']), failing, { name: 'db.test' })).toBe('30 via 10.0.0.1');
  });
});

describe('real clients', () => {
  const late = [refused(V6, 2_050), accepted(V4)];
  const twice = [refused(V6, 2_050), refused(V6, 2_050), accepted(V4)];
  const onlyV6 = [accepted(V6), refused(V4)];

  test.each([
    ['python-requests', late, '2050 via 127.0.0.1'],
    ['python-requests', twice, '4100 via 127.0.0.1'],
    ['node-http-20', late, '250 via 127.0.0.1'],
    ['node-http-20', twice, '250 via 127.0.0.1'],
    ['node-http-25', late, '500 via 127.0.0.1'],
    ['node-http-18', late, 'fails at 2050'],
    ['node-http-16', late, '0 via 127.0.0.1'],
    ['curl-8-16', late, '200 via 127.0.0.1'],
    ['curl-7-78', late, '0 via 127.0.0.1'],
    ['chrome', late, '300 via 127.0.0.1'],
    ['go-net-http', late, '300 via 127.0.0.1'],
    ['java-http-client', late, '0 via 127.0.0.1'],
    ['bun-fetch', late, '0 via 127.0.0.1'],
    ['python-httpx', [silent(V6), accepted(V4)], '5000 via 127.0.0.1'],
    ['php-streams', [silent(V6), accepted(V4)], 'fails at 60000'],
    ['node-fetch-20', [silent(V6), silent(V4)], 'fails at 10000'],
    ['java-url-connection', onlyV6, 'fails at 0'],
    ['node-http-16', onlyV6, 'fails at 0'],
    ['perl-socket-inet', onlyV6, 'fails at 0'],
    ['curl-7-78', onlyV6, '0 via ::1'],
    ['python-requests', onlyV6, '0 via ::1'],
  ] as const)('%s', (id, addresses, expected) => {
    expect(feels(known(id), addresses)).toBe(expected);
  });

  test.each([
    ['sees no ::1 that AI_ADDRCONFIG hides', 'node-http-20', 'linux', '0 via 127.0.0.1'],
    ['is not asked with AI_ADDRCONFIG on Windows', 'node-http-20', 'win32', '1 via 127.0.0.1'],
    ['asks without the flag', 'python-requests', 'linux', '2050 via 127.0.0.1'],
  ] as const)('%s', (_promise, id, platform, expected) => {
    expect(feels(known(id), late, { platform, withAddrConfig: [V4, V4] })).toBe(expected);
  });

  test.each([
    ['chrome', '300 via 127.0.0.1'],
    ['curl-8-16', '200 via 127.0.0.1'],
    ['firefox', '5 via 127.0.0.1'],
    ['curl-7-78', '0 via 127.0.0.1'],
  ])('%s has its own list of localhost, whatever the hosts file says', (id, expected) => {
    const onlyV4Listed = { unlisted: [silent(V6)], resolveMs: 5 };
    expect(feels(known(id), [accepted(V4)], onlyV4Listed)).toBe(expected);
    expect(feels(known(id), [accepted(V4)], { ...onlyV4Listed, name: 'api.test' })).toBe('5 via 127.0.0.1');
  });

  test('who was not measured is named instead of guessed', () => {
    const { predicted, note } = predict(known('chrome'), situation([accepted(V4)]));
    expect(short(predicted)).toBe('0 via 127.0.0.1');
    expect(note).toContain('::1, which was not measured');
  });
});

describe('Windows', () => {
  // A Node probe sees the refusal at once there: libuv switches the retries off.
  const asProbed = [refused(V6, 0.4), accepted(V4, 0)];
  test.each([
    ['python-requests', '2040 via 127.0.0.1'],
    ['dotnet-http-client', '2040 via 127.0.0.1'],
    ['curl-8-16', '200 via 127.0.0.1'],
    ['curl-8-22', '0.4 via 127.0.0.1'],
    ['node-http-20', '0.4 via 127.0.0.1'],
    ['go-net-http', '0.4 via 127.0.0.1'],
    ['java-http-client', '0 via 127.0.0.1'],
    ['deno-connect-2-8', 'fails at 2040'],
  ])('%s: %s', (id, expected) => {
    expect(feels(known(id), asProbed, { platform: 'win32' })).toBe(expected);
  });

  test('a helper that saw the late refusal does not make Node late', () => {
    const asHelperSaw = [refused(V6, 2_051), accepted(V4)];
    expect(feels(known('node-http-20'), asHelperSaw, { platform: 'win32' })).toBe('1 via 127.0.0.1');
    expect(feels(known('python-requests'), asHelperSaw, { platform: 'win32' })).toBe('2051 via 127.0.0.1');
  });

  test('the retries are switched off on loopback only, so elsewhere the probe saw what all see', () => {
    const elsewhere = [refused('10.0.0.1', 2_030)];
    const wish = { platform: 'win32', name: 'db.test' } as const;
    expect(feels(known('node-http-20'), elsewhere, wish)).toBe('fails at 2030');
    expect(feels(known('python-requests'), elsewhere, wish)).toBe('fails at 2030');
  });

  test.each([
    ['linux', 134_500],
    ['darwin', 75_000],
    ['win32', 21_000],
  ] as const)('a silent address on %s costs %d ms', (platform, ms) => {
    expect(feels(known('python-requests'), [silent(V6), accepted(V4)], { platform })).toBe(`${ms} via 127.0.0.1`);
  });
});

describe('failures say why', () => {
  const because = (id: string, addresses: readonly AddressConnect[]): string => {
    const { predicted } = predict(known(id), situation(addresses));
    return predicted.outcome === 'fails' ? predicted.because : 'it connects';
  };

  test.each([
    ['java-url-connection', [accepted(V6), refused(V4)], '127.0.0.1 refuses, ::1 is never tried'],
    ['python-requests', [refused(V6), refused(V4)], '::1 refuses, 127.0.0.1 refuses'],
    ['php-streams', [silent(V6), accepted(V4)], '::1 stays silent, 127.0.0.1 is never tried'],
    ['perl-socket-inet', [accepted(V6)], 'localhost has no address that it would try'],
  ] as const)('%s: %s', (id, addresses, expected) => {
    expect(because(id, addresses)).toBe(expected);
  });

  test('no algorithm recovers from an address that accepts and then resets', () => {
    const answers = predictClients(situation([resets(V6), accepted(V4)]), [
      known('node-http-20'),
      known('python-requests'),
      known('go-net-http'),
    ]);
    expect(answers.map(({ predicted }) => predicted.outcome)).toEqual(['fails', 'fails', 'fails']);
  });
});

test('the lookup is part of what a client pays, and the ledger begins after it', () => {
  const { predicted, attempts } = predict(known('python-requests'), situation([accepted(V4, 1)], { resolveMs: 40 }));
  expect(short(predicted)).toBe('41 via 127.0.0.1');
  expect(attempts).toEqual([{ address: V4, startMs: 40, endMs: 41, end: 'won' }]);
});
