import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Silence } from '../model/silence.ts';
import { silenceText } from '../model/silence-text.ts';
import { authority } from '../model/target.ts';
import { connectTo } from './network/connect.ts';
import type { GatherContext } from './context.ts';
import { resolve } from './names/resolution.ts';
import { contactable } from './reach.ts';
import { tryOtherProtocols } from './network/other-protocols.ts';
import { visitOn } from './http/visit.ts';

/** Short enough not to delay the user, long enough not to load a server that is starting. */
const PAUSE_MS = 200;

/** A proxy sends one of these while its server is starting (RFC 9110 §15.6.3–15.6.5). */
const NOT_YET: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Tries each address of the target until one answers HTTP with any status that is not in `NOT_YET`.
 * @returns null once it answers, or when the signal ends the wait; else the results of the last attempts.
 * @throws ToolError `remote-target` (exit 2) if the name resolves to other machines only.
 */
export async function waitForAnswer(context: GatherContext, waitMs: number): Promise<string | null> {
  const { target, signal, watch } = context;
  const interruption = interruptionOf(signal);
  const start = performance.now();
  for (;;) {
    const waitedMs = performance.now() - start;
    watch({ kind: 'stage', text: `waiting for ${authority(target.host, target.port)} (${seconds(waitedMs)})` });
    const failures = await Promise.race([attempt(context, Math.max(PAUSE_MS, waitMs - waitedMs)), interruption]);
    if (failures === null || signal.aborted) return null;
    if (performance.now() - start + PAUSE_MS >= waitMs) {
      const last = (await Promise.all(failures.map((each) => failureText(each, context)))).join(', ');
      return `${target.url} did not answer within ${seconds(waitMs)} (--wait): ${last}. Start the server first, or raise --wait.`;
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => null);
  }
}

/** Resolves at an abort. A connect that hangs is not waited for. */
const interruptionOf = (signal: AbortSignal): Promise<null> =>
  new Promise((settle) => {
    if (signal.aborted) settle(null);
    signal.addEventListener('abort', () => settle(null), { once: true });
  });

/** Why an attempt failed: a text for a connect or a status, or the silence after an accepted connection. */
type Failure = string | { readonly address: string; readonly silence: Silence; readonly connectMs: number };

/** One attempt at each address, in the resolver's order; null when one of them answers. */
async function attempt(context: GatherContext, leftMs: number): Promise<readonly Failure[] | null> {
  const { answer } = await resolve(context.target.host);
  if (!answer.ok) return [answer.message];
  const failures: Failure[] = [];
  for (const { address } of contactable(answer.value, context)) {
    if (context.signal.aborted) return null;
    const failure = await attemptAt(address, context, leftMs);
    if (failure === null) return null;
    failures.push(failure);
  }
  return failures;
}

/** Other protocols are tried only after the last attempt, because a server that is starting may be silent before. */
async function failureText(failure: Failure, { target, signal, timeoutMs }: GatherContext): Promise<string> {
  if (typeof failure === 'string') return failure;
  const { address, silence, connectMs } = failure;
  return `at ${address}, ${silenceText(await tryOtherProtocols(silence, { address, target }, { signal, timeoutMs }), target, connectMs)}`;
}

async function attemptAt(address: string, context: GatherContext, leftMs: number): Promise<Failure | null> {
  const timeoutMs = Math.min(context.timeoutMs, leftMs);
  const connected = await connectTo(address, context.target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return `${address} ${connected.outcome}`;
  const visit = await visitOn(connected.socket, context.target, { signal: context.signal, timeoutMs });
  connected.socket.destroy();
  if (!visit.ok) return { address, silence: visit.silence, connectMs: connected.connectMs };
  return NOT_YET.has(visit.value.status) ? `${address} answered ${visit.value.status}` : null;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
