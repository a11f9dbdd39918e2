import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { gatherAddresses } from '../../../src/gather/network/addresses.ts';
import { visitWatch } from '../../../src/gather/server/waits/visit-watch.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { targetAt } from '../../audit/literals.ts';
import { contextFor } from '../real-servers.ts';
import { type KnownTimes, startKnownTimes } from '../server/waits/known-times.ts';

const isWatched = process.platform === 'linux' && availableParallelism() > 1;

async function during(server: KnownTimes, sleepMs: number) {
  const told: Evidence[] = [];
  const target = { ...targetAt('127.0.0.1', server.port), path: `/?cpu=0&sleep=${sleepMs}&downstream=0` };
  const inside = visitWatch();
  const context = {
    ...contextFor(server.port),
    target,
    inside,
    onEvidence: (piece: Evidence) => void told.push(piece),
  };
  const { visits } = await gatherAddresses(context);
  return { outcome: inside.outcome(), visits, told };
}

describe.runIf(isWatched)('the visits of a server in another process', () => {
  test.each([
    ['whose answers are slow are watched from inside, and are as many as ever', 250, 250],
    ['whose answers are a little too few are followed by further requests', 120, 120],
  ])('%s', async (_what, sleepMs, leastMs) => {
    const server = await startKnownTimes('Node, one event loop');
    const { outcome, visits, told } = await during(server, sleepMs);
    server.stop();
    if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
    const { requestsMs, shares } = outcome.value;
    expect(Math.min(...requestsMs)).toBeGreaterThanOrEqual(leastMs - 1);
    expect(requestsMs.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(1_500);
    expect(shares[0]?.kind).toBe('sleep');
    const own = visits.find(({ address }) => address === '127.0.0.1');
    expect([own?.cold.length, own?.warm.length]).toEqual([7, 7]);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['addresses', 'waits']));
  });

  test('whose answers are quick are not watched', async () => {
    const server = await startKnownTimes('Node, one event loop');
    const { outcome, told } = await during(server, 0);
    server.stop();
    expect(outcome).toBe(null);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['addresses']));
  });
});
