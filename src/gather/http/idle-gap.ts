import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses } from '../../model/evidence.ts';
import type { AfterIdle, GapTrial, IdleGap } from '../../model/idle-gap.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { type KeptConnection, keepConnection } from './kept-connection.ts';
import type { Visited } from './visit.ts';

/** No idleness, a second, both sides of the 5 s of Node and others, and a second more. */
const GAPS_MS = [0, 1_000, 4_900, 5_100, 6_000] as const;
/** With slower answers the idle times of the connections would drift apart. */
const SLOWEST_MS = 500;
/** A server that answers promptly does so within this time, unless an idle connection keeps it from answering. */
const FIRST_MS = 1_000;

const NOT_KEPT = 'not-kept';

interface Used {
  readonly kept: KeptConnection;
  readonly firstMs: number;
  readonly answeredAtMs: number;
}

/** Keeps several connections idle at the same time, each for another time, so that all together take as long as the last. */
export async function gatherIdleGap(
  context: GatherContext,
  { visits }: Addresses,
  gapsMs: readonly number[] = GAPS_MS,
): Promise<Outcome<IdleGap> | null> {
  const open = visits.find(({ answer, body }) => answer !== null && body === 'whole');
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  if ((open.firstAnswerMs ?? 0) > SLOWEST_MS) return gotNothing('slow-answers', 'answers take more than 500 ms');
  const used: Used[] = [];
  try {
    return await trialsOn(open.address, used, context, gapsMs);
  } finally {
    for (const { kept } of used) kept.close();
  }
}

/** @param used gets each connection, which the caller closes. */
async function trialsOn(
  address: string,
  used: Used[],
  context: GatherContext,
  gapsMs: readonly number[],
): Promise<Outcome<IdleGap> | null> {
  for (const _gap of gapsMs) {
    const next = await usedConnection(address, context);
    if (context.signal.aborted) return null;
    if (!next.ok) return next.code === NOT_KEPT ? got({ gaps: [] }) : next;
    used.push(next.value);
  }
  const gaps = await Promise.all(used.map((each, at) => reusedAfter(gapsMs[at] ?? 0, each, context.signal)));
  return context.signal.aborted ? null : got({ gaps });
}

async function usedConnection(address: string, context: GatherContext): Promise<Outcome<Used>> {
  const kept = await keepConnection(address, { ...context, timeoutMs: Math.min(context.timeoutMs, FIRST_MS) });
  if (kept === null) return gotNothing('refused', `${address} accepts no further connection`);
  const visit = await kept.visit();
  if (visit.ok && visit.value.response.keptAlive && kept.isOpen())
    return got({ kept, firstMs: visit.value.firstByteMs, answeredAtMs: performance.now() });
  kept.close();
  return visit.ok
    ? gotNothing(NOT_KEPT, 'the server closes each connection after its answer')
    : gotNothing('no-answer', 'a request was not answered while another connection was idle');
}

async function reusedAfter(
  gapMs: number,
  { kept, firstMs, answeredAtMs }: Used,
  signal: AbortSignal,
): Promise<GapTrial> {
  let closed: GapTrial['closed'] = null;
  const ending = new Promise<void>((resolve) =>
    kept.onceClosed((how) => {
      closed ??= { afterMs: performance.now() - answeredAtMs, how };
      resolve();
    }),
  );
  const waiting = new AbortController();
  const leftMs = Math.max(0, gapMs - (performance.now() - answeredAtMs));
  if (gapMs > 0) {
    const over = sleep(leftMs, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => {});
    await Promise.race([over, ending]);
    waiting.abort();
  }
  if (signal.aborted || closed !== null || !kept.isOpen())
    return { gapMs, firstMs, again: 'not-sent', againMs: null, closed };
  const visit = await kept.visit();
  return {
    gapMs,
    firstMs,
    again: afterIdleOf(visit),
    againMs: visit.ok ? visit.value.firstByteMs : null,
    closed: null,
  };
}

function afterIdleOf(visit: Visited): AfterIdle {
  if (visit.ok) return 'answered';
  return visit.silence.kind === 'closes' || visit.silence.kind === 'resets' ? 'lost' : 'unanswered';
}

export const idleGap = gatherer({
  kind: 'idle-gap',
  title: 'keeping connections idle for 6 s',
  when: 'before',
  harm: 'none',
  depth: 'deep',
  budgetMs: 20_000,
  sends: [
    '5 `GET`s of the URL on kept-alive connections, and one more on each after 0, 1, 4.9, 5.1 and 6 s of idleness',
  ],
  needs: ['addresses', 'answer'],
  gather: ({ addresses }, context) => gatherIdleGap(context, addresses),
});
