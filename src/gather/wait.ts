import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Silence } from '../model/silence.ts';
import { silenceText } from '../model/silence-text.ts';
import { authority } from '../model/target.ts';
import { connectTo } from './network/connect.ts';
import type { GatherContext } from './context.ts';
import { resolve } from './names/resolution.ts';
import { contactable } from './reach.ts';
import { lookAgain } from './network/second-look.ts';
import { visitOn } from './http/visit.ts';

/** Often enough that nobody waits for us, seldom enough that a server which is starting does not notice. */
const PAUSE_MS = 200;

/** A proxy in front of a server that is still starting says one of these (RFC 9110 §15.6.3–15.6.5). */
const NOT_YET: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Knocks until any address of the target answers HTTP, with whatever status but a proxy's "not yet".
 * @returns null once it answers, or when the signal ends the waiting; else what the last knocks met with.
 * @throws ToolError `remote-target` (exit 2) where the name leads to other machines only.
 */
export async function waitForAnswer(context: GatherContext, waitMs: number): Promise<string | null> {
  const { target, signal, watch } = context;
  const interruption = interruptionOf(signal);
  const start = performance.now();
  for (;;) {
    const waitedMs = performance.now() - start;
    watch({ kind: 'stage', text: `waiting for ${authority(target.host, target.port)} (${seconds(waitedMs)})` });
    const met = await Promise.race([knock(context, Math.max(PAUSE_MS, waitMs - waitedMs)), interruption]);
    if (met === null || signal.aborted) return null;
    if (performance.now() - start + PAUSE_MS >= waitMs) {
      const last = (await Promise.all(met.map((each) => metText(each, context)))).join(', ');
      return `${target.url} did not answer within ${seconds(waitMs)} of waiting: ${last}. Start the server before, or wait longer with --wait.`;
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => null);
  }
}

/** A connect that hangs is left to itself: whoever interrupts does not wait for its end. */
const interruptionOf = (signal: AbortSignal): Promise<null> =>
  new Promise((settle) => {
    if (signal.aborted) settle(null);
    signal.addEventListener('abort', () => settle(null), { once: true });
  });

/** What a knock met with: words for a connect or a status, and a silence behind an accepted connection. */
type Met = string | { readonly address: string; readonly silence: Silence; readonly connectMs: number };

/** One knock at each address, in the resolver's order; null when one of them answers. */
async function knock(context: GatherContext, leftMs: number): Promise<readonly Met[] | null> {
  const { answer } = await resolve(context.target.host);
  if (!answer.ok) return [answer.message];
  const met: Met[] = [];
  for (const { address } of contactable(answer.value, context)) {
    if (context.signal.aborted) return null;
    const knocked = await knockAt(address, context, leftMs);
    if (knocked === null) return null;
    met.push(knocked);
  }
  return met;
}

/** What the last knock met is asked in other protocols, too; the ones before it were a server that starts. */
async function metText(met: Met, { target, signal, timeoutMs }: GatherContext): Promise<string> {
  if (typeof met === 'string') return met;
  const { address, silence, connectMs } = met;
  return `at ${address}, ${silenceText(await lookAgain(silence, { address, target }, { signal, timeoutMs }), target, connectMs)}`;
}

async function knockAt(address: string, context: GatherContext, leftMs: number): Promise<Met | null> {
  const timeoutMs = Math.min(context.timeoutMs, leftMs);
  const connected = await connectTo(address, context.target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return `${address} ${connected.outcome}`;
  const visit = await visitOn(connected.socket, context.target, { signal: context.signal, timeoutMs });
  connected.socket.destroy();
  if (!visit.ok) return { address, silence: visit.silence, connectMs: connected.connectMs };
  return NOT_YET.has(visit.value.status) ? `${address} answered ${visit.value.status}` : null;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
