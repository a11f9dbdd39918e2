import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlopeBatch } from '../../../model/slope.ts';
import { median } from '../../../stats/quantile.ts';
import type { GatherContext } from '../../context.ts';
import { connectTo } from '../../network/connect.ts';
import { readKernelCounters } from '../../network/kernel-counters.ts';
import { readQueues } from '../../server/listeners/queues.ts';
import { exchangeOn, type Exchanged } from './exchange.ts';

/** What one batch sends, and where. */
export interface BatchPlan {
  readonly address: string;
  readonly atOnce: number;
  /** Null: no request has a cookie. */
  readonly cookies: string | null;
  /** The time of one request that is alone. */
  readonly aloneMs: number;
  /** The first request starts this much before the others, so that the server works on it when they arrive. */
  readonly leadMs: number;
}

/** A batch, and the cookies that one of its responses set. */
export interface BatchResult {
  readonly batch: SlopeBatch;
  readonly cookies: string | null;
}

/** The kernel completes the connects meanwhile, and a server that is free accepts them. */
const SETTLES_MS = 2;
/** Towards the end of the first answer the server may be free again. */
const SHARE_OF_FIRST = 0.8;

interface Sent {
  readonly connectMs: number;
  readonly answer: Exchanged | null;
}

export async function sendBatch(context: GatherContext, plan: BatchPlan): Promise<BatchResult> {
  const before = await readKernelCounters();
  const startMs = performance.now();
  const first = sendOne(context, plan);
  if (plan.atOnce > 1) await sleep(plan.leadMs);
  const others = Array.from({ length: plan.atOnce - 1 }, () => sendOne(context, plan));
  await Promise.race([first, sleep(SETTLES_MS)]);
  const queue = waitingUntil(startMs + SHARE_OF_FIRST * plan.aloneMs, context.target.port);
  const sent = await Promise.all([first, ...others]);
  const notAccepted = await queue;
  const after = await readKernelCounters();
  const answers = sent.flatMap(({ answer }) => answer ?? []);
  return {
    batch: {
      atOnce: plan.atOnce,
      cookies: plan.cookies === null ? 'none' : 'same',
      firstBytesMs: answers.map(({ firstByteMs }) => firstByteMs).toSorted((a, b) => a - b),
      connectsMs: sent.map(({ connectMs }) => connectMs),
      statuses: countOf(answers),
      notAccepted,
      overflows: before === null || after === null ? null : after.listenOverflows - before.listenOverflows,
    },
    cookies: answers.map(({ cookies }) => cookies).find((cookies) => cookies !== null) ?? null,
  };
}

async function sendOne(context: GatherContext, { address, cookies }: BatchPlan): Promise<Sent> {
  const { target, signal, timeoutMs } = context;
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return { connectMs: connected.connectMs, answer: null };
  const answer = await exchangeOn(connected.socket, { target, cookies, signal, timeoutMs });
  return { connectMs: connected.connectMs, answer };
}

function countOf(answers: readonly Exchanged[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const LOOK_EVERY_MS = 4;

/** Looks at the queue while the server should work on the first request. */
async function waitingUntil(endMs: number, port: number): Promise<number | null> {
  const looks: number[] = [];
  do {
    const queues = await readQueues(port);
    if (queues === null) return null;
    looks.push(queues.reduce((sum, { waiting }) => sum + waiting, 0));
    await sleep(LOOK_EVERY_MS);
  } while (performance.now() < endMs);
  return median(looks);
}
