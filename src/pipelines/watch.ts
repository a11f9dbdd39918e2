import { setMaxListeners } from 'node:events';
import { guarded } from '../gather/guarded.ts';
import { untilStopped } from '../gather/time-limit.ts';
import { gatherWatch, seriesOf, type WatchPlan } from '../gather/watch/index.ts';
import { type Alert, parseAlert } from '../judge/watch/alert-grammar.ts';
import { inWindow, nextState, valueOf } from '../judge/watch/alerts.ts';
import { newSeries, withProbe } from '../judge/watch/series.ts';
import type { OnProgress } from '../model/progress.ts';
import type { Target } from '../model/target.ts';
import type { ServerWaits } from '../model/waits.ts';
import type { AlertState, AlertView, Fired, Probe, Series, Watched } from '../model/watch.ts';

/** The history of earlier watches of the same server. */
export interface WatchHistory {
  readonly series: readonly Series[];
  readonly fired: readonly Fired[];
}

export interface WatchRequest extends WatchPlan {
  readonly target: Target;
  /** Alert rules as text. */
  readonly alerts: readonly string[];
  readonly history: WatchHistory;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProbe: (probe: Probe) => void;
  /** Receives an internal error, which ends the watch; the series so far are returned. */
  readonly watch: OnProgress;
  /** Once a second, and once at the end. */
  readonly onTick: (watched: Watched) => void;
}

const TICK_MS = 1_000;
/** Bounds the memory for a rule that fires again and again. */
const MOST_FIRED = 100;

/**
 * Probes a server until the signal is aborted, and judges the alerts once a second.
 * @returns the last state; `fired` holds the alerts of this watch and of its history.
 * @throws ToolError `bad-alert` or `remote-target` (2), `auth-failed` (15), before or at the first probe.
 */
export async function watch(request: WatchRequest): Promise<Watched> {
  const known = seriesOf(request, request);
  const what = request.signIn === null ? 'a watched name (suites need --user NAME)' : 'a watched name';
  const alerts = request.alerts.map((text) => parseAlert(text, known, what));
  const series = new Map(
    known.map((id) => [id, request.history.series.find((each) => each.id === id) ?? newSeries(id)] as const),
  );
  const states = new Map<Alert, AlertState>();
  let fired = request.history.fired;
  let inside: Watched['inside'] = null;
  const startedAtMs = Date.now();
  const snapshot = (): Watched => {
    const nowMs = Date.now();
    const views = alerts.map((alert) => {
      const view = judged(alert, states.get(alert) ?? { kind: 'quiet' }, series, nowMs);
      if (view.state.kind === 'firing' && states.get(alert)?.kind !== 'firing' && view.value !== null) {
        fired = [...fired, { alert: alert.text, atMs: nowMs, value: view.value }].slice(-MOST_FIRED);
      }
      states.set(alert, view.state);
      return view;
    });
    const { perSecond, target } = request;
    const seen = { series: [...series.values()], alerts: views, fired, inside };
    return { url: target.url, startedAtMs, nowMs, perSecond, ...seen };
  };
  const ending = new AbortController();
  // Each open request listens to this signal, and a slow server has many; Node warns from eleven listeners.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort(request.signal.reason);
  request.signal.addEventListener('abort', end, { once: true });
  const ticks = setInterval(() => request.onTick(snapshot()), TICK_MS);
  try {
    const context = { target: request.target, timeoutMs: request.timeoutMs, signal: ending.signal, watch: () => {} };
    const take = (probe: Probe): void => {
      series.set(probe.series, withProbe(series.get(probe.series) ?? newSeries(probe.series), probe));
      request.onProbe(probe);
    };
    const onInside = (waits: ServerWaits): void => {
      inside = { atMs: Date.now(), waits };
    };
    await guarded({ signal: ending.signal, watch: request.watch }, () =>
      untilStopped(gatherWatch(request, context, { onProbe: take, onInside }), ending.signal),
    );
  } finally {
    clearInterval(ticks);
    request.signal.removeEventListener('abort', end);
    ending.abort();
  }
  const last = snapshot();
  request.onTick(last);
  return last;
}

function judged(alert: Alert, before: AlertState, series: ReadonlyMap<string, Series>, nowMs: number): AlertView {
  const value = valueOf(alert.statistic, inWindow(series.get(alert.series)?.readings ?? [], nowMs));
  const state = nextState(alert, before, value, nowMs);
  return { text: alert.text, state, value, isShare: alert.statistic === 'errors' };
}
