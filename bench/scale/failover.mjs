// The primary is killed under load and its replica promoted: which answers are lost, with --redis-wait 1 and without it, by
// how far the replica is behind.

import { loaded } from '../typescript.mjs';
import { openStage } from './stage.mjs';

const arms = [
  { name: 'no wait, 0 ms behind', lagMs: 0, serverArgs: [] },
  { name: 'no wait, 20 ms behind', lagMs: 20, serverArgs: [] },
  { name: 'wait 1, 0 ms behind', lagMs: 0, serverArgs: ['--redis-wait', '1'] },
  { name: 'wait 1, 20 ms behind', lagMs: 20, serverArgs: ['--redis-wait', '1'] },
];

/** Each check reads the whole log, so a new pair is used after this many. */
const KILLS_OF_A_PAIR = 10;

export function failover({ runs = 20 }) {
  const pairs = new Map();
  return {
    cases: arms.flatMap((arm) =>
      Array.from({ length: runs }, (_, at) => ({
        id: `${arm.name} ${String(at + 1).padStart(3, '0')}`,
        measure: () => killed(pairs, arm),
      })),
    ),
    wrong: (id, { violations }) =>
      id.startsWith('wait') && violations.length > 0 ? `violated: ${violations.join(', ')}` : null,
    line: ({ answered, missing, windowMs, violations }) =>
      `${answered} answers, ${missing} lost${windowMs === null ? '' : `, the oldest ${windowMs.toFixed(1)} ms before the kill`}${violations.length === 0 ? '' : ` (${violations.join(', ')})`}`,
    summary: () => '',
    close: async () => {
      for (const { stage } of pairs.values()) await stage.close();
    },
  };
}

async function killed(pairs, arm) {
  const { pair } = await pairFor(pairs, arm);
  const { counts, windowMs, chain, ...lists } = await pair.failOver();
  const violations = Object.entries(lists).filter(([, list]) => list.length > 0);
  return {
    answered: counts.answered,
    missing: lists.missing.length,
    reusable: lists.reusable.length,
    windowMs,
    violations: [...violations.map(([name]) => name), ...(chain === 'intact' ? [] : [`chain ${chain}`])],
  };
}

async function pairFor(pairs, arm) {
  const known = pairs.get(arm.name);
  if (known !== undefined && known.kills < KILLS_OF_A_PAIR) {
    known.kills += 1;
    return known;
  }
  await known?.stage.close();
  pairs.delete(arm.name);
  const stage = await openStage();
  const { startPair } = await loaded('../test/reference/failover.ts');
  const made = { stage, kills: 1, pair: await startPair(stage, arm) };
  pairs.set(arm.name, made);
  return made;
}
