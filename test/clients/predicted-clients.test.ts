import { describe, expect, test } from 'vitest';
import { clientStacks } from '../../src/clients/index.ts';
import { predict, predictClients } from '../../src/clients/predict.ts';
import type { AddressConnect } from '../../src/model/client.ts';
import { predictedTime, known, short, V4, V6 } from './predicted-time.ts';
import { accepted, refused, resets, silent, situation } from './situation.ts';

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
    expect(predictedTime(known(id), addresses)).toBe(expected);
  });

  test.each([
    ['sees no ::1 that AI_ADDRCONFIG hides', 'node-http-20', 'linux', '0 via 127.0.0.1'],
    ['is not asked with AI_ADDRCONFIG on Windows', 'node-http-20', 'win32', '1 via 127.0.0.1'],
    ['asks without the flag', 'python-requests', 'linux', '2050 via 127.0.0.1'],
  ] as const)('%s', (_promise, id, platform, expected) => {
    expect(predictedTime(known(id), late, { platform, withAddrConfig: [V4, V4] })).toBe(expected);
  });

  test.each([
    ['chrome', '300 via 127.0.0.1'],
    ['curl-8-16', '200 via 127.0.0.1'],
    ['firefox', '5 via 127.0.0.1'],
    ['curl-7-78', '0 via 127.0.0.1'],
  ])('%s uses its own addresses of localhost and ignores the hosts file', (id, expected) => {
    const onlyV4Listed = { unlisted: [silent(V6)], resolveMs: 5 };
    expect(predictedTime(known(id), [accepted(V4)], onlyV4Listed)).toBe(expected);
    expect(predictedTime(known(id), [accepted(V4)], { ...onlyV4Listed, name: 'api.test' })).toBe('5 via 127.0.0.1');
  });

  test('an address that was not measured is named in the note', () => {
    const { predicted, note } = predict(known('chrome'), situation([accepted(V4)]));
    expect(short(predicted)).toBe('0 via 127.0.0.1');
    expect(note).toContain('::1, which was not measured');
  });
});

describe('a literal address is one attempt without its own timeout', () => {
  const asked = { withAddrConfig: [V6, V4], unlisted: [refused(V4)] };

  test.each(['node-http-16', 'node-http-18', 'node-http-20', 'node-http-25', 'node-fetch-20', 'python-aiohttp-3-10'])(
    '%s waits for ::1, and does not go on to what localhost leads to',
    (id) => expect(predictedTime(known(id), [accepted(V6, 1_000)], { ...asked, name: V6 })).toBe('1000 via ::1'),
  );

  test.each(clientStacks.filter(({ order }) => order !== 'ipv4-only'))('$id connects to a slow ::1', (stack) => {
    const { predicted, attempts, note } = predict(stack, situation([accepted(V6, 1_000)], { ...asked, name: V6 }));
    expect(short(predicted)).toBe('1000 via ::1');
    expect(attempts.map(({ address }) => address)).toEqual([V6]);
    expect(note ?? '').not.toContain('not measured');
  });

  test.each(clientStacks)('$id connects to a slow 127.0.0.1 and to another machine', (stack) => {
    const differences = { withAddrConfig: [V6], unlisted: [refused(V6)] };
    expect(predictedTime(stack, [accepted(V4, 1_000)], { ...differences, name: V4 })).toBe('1000 via 127.0.0.1');
    expect(predictedTime(stack, [accepted('10.0.0.5', 1_000)], { ...differences, name: '10.0.0.5' })).toBe(
      '1000 via 10.0.0.5',
    );
  });

  test.each(clientStacks)('$id does not abandon the only address of a name', (stack) => {
    expect(predictedTime(stack, [accepted(V4, 1_000)], { name: 'api.test' })).toBe('1000 via 127.0.0.1');
  });
});

describe('Windows', () => {
  // A Node probe gets the refusal at once there: libuv disables the retries.
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
    expect(predictedTime(known(id), asProbed, { platform: 'win32' })).toBe(expected);
  });

  test('a late refusal measured by another program does not delay Node', () => {
    const asHelperSaw = [refused(V6, 2_051), accepted(V4)];
    expect(predictedTime(known('node-http-20'), asHelperSaw, { platform: 'win32' })).toBe('1 via 127.0.0.1');
    expect(predictedTime(known('python-requests'), asHelperSaw, { platform: 'win32' })).toBe('2051 via 127.0.0.1');
  });

  test('the retries are disabled on loopback only, so elsewhere the probe measures what all clients get', () => {
    const elsewhere = [refused('10.0.0.1', 2_030)];
    const differences = { platform: 'win32', name: 'db.test' } as const;
    expect(predictedTime(known('node-http-20'), elsewhere, differences)).toBe('fails at 2030');
    expect(predictedTime(known('python-requests'), elsewhere, differences)).toBe('fails at 2030');
  });

  test.each([
    ['linux', 134_500],
    ['darwin', 75_000],
    ['win32', 21_000],
  ] as const)('a silent address on %s costs %d ms', (platform, ms) => {
    expect(predictedTime(known('python-requests'), [silent(V6), accepted(V4)], { platform })).toBe(
      `${ms} via 127.0.0.1`,
    );
  });
});

describe('the reason of a failure', () => {
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

  test('no algorithm recovers from an address that accepts and then breaks the connection', () => {
    const answers = predictClients(situation([resets(V6), accepted(V4)]), [
      known('node-http-20'),
      known('python-requests'),
      known('go-net-http'),
    ]);
    expect(answers.map(({ predicted }) => predicted.outcome)).toEqual(['fails', 'fails', 'fails']);
  });
});

test('the lookup is part of the predicted time, and attempts begin after it', () => {
  const { predicted, attempts } = predict(known('python-requests'), situation([accepted(V4, 1)], { resolveMs: 40 }));
  expect(short(predicted)).toBe('41 via 127.0.0.1');
  expect(attempts).toEqual([{ address: V4, startMs: 40, endMs: 41, end: 'won' }]);
});
