import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatherWaits } from '../../../../src/gather/server/waits/gatherer.ts';
import type { ServerWaits } from '../../../../src/model/waits.ts';
import { freePort } from '../../../serve/port.ts';
import { targetAt } from '../../../audit/literals.ts';
import { contextFor } from '../../real-servers.ts';
import { type KnownTimes, servers, startKnownTimes } from './known-times.ts';

/** The share of each kind, with the peer's port. */
function sharesOf({ requestsMs, shares }: ServerWaits): Readonly<Record<string, number>> {
  const totalMs = requestsMs.reduce((sum, ms) => sum + ms, 0);
  return Object.fromEntries(
    shares.map(({ kind, peer, ms }) => [peer === null ? kind : `${kind} ${peer.place}`, ms / totalMs]),
  );
}

const mixtures = [
  { cpu: 200, sleep: 0, downstream: 0 },
  { cpu: 0, sleep: 200, downstream: 0 },
  { cpu: 0, sleep: 0, downstream: 200 },
  { cpu: 100, sleep: 100, downstream: 200 },
] as const;

/** A busy machine hides waits from the sampler, which then calls them unexplained. It must not call them by another name. */
const MOST_TOO_MUCH = 0.2;

describe.skipIf(process.platform !== 'linux').each(Object.keys(servers) as (keyof typeof servers)[])('%s', (name) => {
  let server: KnownTimes;
  beforeAll(async () => {
    server = await startKnownTimes(name);
  });
  afterAll(() => server.stop());

  test.each(mixtures)('%j: no part is more than it was, and the sum is the whole', async (parts) => {
    const query = new URLSearchParams(Object.entries(parts).map(([part, ms]): [string, string] => [part, String(ms)]));
    const target = { ...targetAt('127.0.0.1', server.port), path: `/?${query.toString()}` };
    const outcome = await gatherWaits({ ...contextFor(server.port), target });
    if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
    const shares = sharesOf(outcome.value);
    const wholeMs = parts.cpu + parts.sleep + parts.downstream;
    const truth: Readonly<Record<string, number>> = {
      cpu: parts.cpu,
      sleep: parts.sleep,
      [`answer 127.0.0.1:${server.downstream}`]: parts.downstream,
    };
    const tooMuch = Object.entries(shares).filter(
      ([kind, share]) => !/^(?:core|unexplained)$/.test(kind) && share > (truth[kind] ?? 0) / wholeMs + MOST_TOO_MUCH,
    );
    expect(tooMuch).toEqual([]);
    const found = Object.entries(truth).filter(([kind, ms]) => ms > 0 && (shares[kind] ?? 0) > 0);
    expect(found.map(([kind]) => kind)).toEqual(Object.keys(truth).filter((kind) => (truth[kind] ?? 0) > 0));
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });
});

describe.skipIf(process.platform !== 'linux')('what cannot be watched is said', () => {
  test('a port without a process', async () => {
    const outcome = await gatherWaits(contextFor(await freePort()));
    expect(outcome).toMatchObject({ ok: false, code: 'not-visible', message: expect.stringContaining('as root') });
  });

  test('an abort ends it without evidence', async () => {
    const server = await startKnownTimes('Node, one event loop');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    expect(await gatherWaits(contextFor(server.port, { signal: controller.signal }))).toBe(null);
    server.stop();
  });
});
