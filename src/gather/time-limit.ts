import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Activity, isActivity, type OnProgress } from '../model/progress.ts';
import type { StopReason } from '../model/stop.ts';

/** The signal of a command: aborted by its caller, or when its time limit is reached. */
export interface Bounded {
  readonly signal: AbortSignal;
  /** Clears the timer and removes the listener on the caller's signal. */
  release(): void;
}

const TIME_LIMIT: StopReason = 'time-limit';

/** The maximum of setTimeout: a longer delay fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @param limitMs null where the command has no time limit. */
export function boundedBy(caller: AbortSignal, limitMs: number | null): Bounded {
  const controller = new AbortController();
  // Each connection and each wait adds a listener, and a command may have thousands. Node warns at eleven.
  setMaxListeners(0, controller.signal);
  const stop = (): void => controller.abort(caller.reason);
  const timer =
    limitMs === null ? undefined : setTimeout(() => controller.abort(TIME_LIMIT), Math.min(limitMs, LONGEST_TIMER_MS));
  if (caller.aborted) stop();
  else caller.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      caller.removeEventListener('abort', stop);
    },
  };
}

/** Results are stored within milliseconds of an abort, or within a second on a busy machine. */
const GRACE_MS = 2_000;

/**
 * Waits for the work, and after an abort no longer than the grace time. A lookup or a connect that hangs cannot be
 * cancelled; it ends by its own bound.
 */
export async function untilStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  const grace = async (): Promise<void> => {
    await stopped;
    await sleep(GRACE_MS, undefined, { signal: done.signal }).catch(() => {});
  };
  try {
    await Promise.race([work, grace()]);
  } finally {
    signal.removeEventListener('abort', stop);
    done.abort();
    // An error of work that did not stop in time is ignored.
    work.catch(() => {});
  }
}

/** A trial that an abort ended, with the number of requests measured and planned. */
export interface Cut {
  readonly title: string;
  readonly done: number;
  readonly of: number;
}

/** Passes progress on, and remembers the last report before the abort. */
export function trackProgress(
  watch: OnProgress,
  signal: AbortSignal,
): { readonly watch: OnProgress; latest(): Activity | null } {
  let latest: Activity | null = null;
  return {
    watch(progress) {
      if (!signal.aborted && isActivity(progress)) latest = progress;
      watch(progress);
    },
    latest: () => latest,
  };
}

/** The sentence that says where the time limit ended the measuring, and which limit allows more. */
export function limitReached(limitMs: number, latest: Activity | null, cut: Cut | null): string {
  const where = cut === null ? whereOf(latest) : ` during ${cut.title}: ${amountText(cut)} requests measured`;
  return `time limit of ${limitText(limitMs)} reached${where}; --time-limit ${asOption(2 * limitMs)} allows more`;
}

function whereOf(latest: Activity | null): string {
  if (latest === null) return ' before anything was measured';
  return latest.kind === 'stage' ? ` (${latest.text})` : ` during ${latest.text} (${amountText(latest)})`;
}

const amountText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  Number.isFinite(of) ? `${done} of ${of}` : String(done);

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** "5 min", "90 s", "500 ms". */
export function limitText(ms: number): string {
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return `${ms / MINUTE_MS} min`;
  return ms >= SECOND_MS ? `${Number((ms / SECOND_MS).toFixed(1))} s` : `${Math.round(ms)} ms`;
}

/** In the form that the option accepts. */
const asOption = (ms: number): string => limitText(ms).replace(' min', 'm').replace(' ', '');
