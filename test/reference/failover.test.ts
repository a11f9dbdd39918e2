import { expect } from 'vitest';
import { testWith } from '../serve/require.ts';
import { refresh, signIn } from './client.ts';
import { startPair, type Failover } from './failover.ts';
import { scene } from './server-process.ts';

/** `npm run bench:scale -- failover` does many more. */
const KILLS = 3;

/** Above the time of a write, so that a primary that does not wait has answered more than its replica has. */
const LAG_MS = 20;

/** A server that gets no core for longer than the lag answers after its replica has the write, and loses nothing. */
const MAX_KILLS = 10;

/** Each answer takes this time twice. */
const AWAITED_LAG_MS = 5;

const NO_VIOLATION = { chain: 'intact', missing: [], lost: [], halfDone: [], reusable: [], windowMs: null };

const violationsOf = ({ counts: _counts, ...violations }: Failover): Omit<Failover, 'counts'> => violations;

testWith(['redis'])(
  `with --redis-wait 1 the primary killed ${KILLS} times under load: no answered token is lost and no used one is revived`,
  () =>
    scene(async (stage) => {
      const pair = await startPair(stage, { lagMs: AWAITED_LAG_MS, serverArgs: ['--redis-wait', '1'] });
      const { refresh: token } = await signIn(pair.url);
      const unconfirmed = await pair.withoutReplica(() => refresh(pair.url, token));
      expect([unconfirmed.status, unconfirmed.body['code']]).toEqual([503, 'store_unanswered']);
      // The primary has the write, so the token is used.
      const repeated = await refresh(pair.url, token);
      expect(['refresh_in_progress', 'token_reused']).toContain(repeated.body['code']);

      for (let kill = 0; kill < KILLS; kill += 1) expect(violationsOf(await pair.failOver())).toEqual(NO_VIOLATION);
    }),
);

testWith(['redis'])('without it the answers of the last moments are lost, and their used tokens are valid again', () =>
  scene(async (stage) => {
    const pair = await startPair(stage, { lagMs: LAG_MS, serverArgs: [] });
    const seen = { missing: 0, lost: 0, reusable: 0 };
    const unseen = (): string[] => Object.entries(seen).flatMap(([what, count]) => (count === 0 ? [what] : []));
    for (let kill = 0; kill < MAX_KILLS && unseen().length > 0; kill += 1) {
      const { missing, lost, halfDone, reusable, chain } = await pair.failOver();
      expect(chain).toBe('intact');
      seen.missing += missing.length;
      // A session whose next refresh got no answer is in the second list.
      seen.lost += lost.length + halfDone.length;
      seen.reusable += reusable.length;
    }
    expect(unseen()).toEqual([]);
  }),
);
