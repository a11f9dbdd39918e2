import { setMaxListeners } from 'node:events';
import { guarded } from '../gather/guarded.ts';
import { untilStopped } from '../gather/time-limit.ts';
import { gatherWatch, seriesOf, type WatchPlan } from '../gather/watch/index.ts';
import { type Alert, parseAlert } from '../judge/watch/alert-grammar.ts';
import { inWindow, nextState, valueOf } from '../judge/watch/alerts.ts';
import { newSeries, withProbe } from '../judge/watch/series.ts';
import type { Watcher } from '../model/progress.ts';
import type { Target } from '../model/target.ts';
import type { AlertState, AlertView, Fired, Probe, Series, Watched } from '../model/watch.ts';

/** What an earlier watch of the same server left behind. */
export interface Kept {
  readonly series: readonly Series[];
  readonly fired: readonly Fired[];
}

export interface WatchRequest extends WatchPlan {
  readonly target: Target;
  /** Alert rules, as they were typed. */
  readonly alerts: readonly string[];
  readonly kept: Kept;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProbe: (probe: Probe) => void;
  /** Told of an internal error, which ends the watch; the series are returned as they were until then. */
  readonly watch: Watcher;
  /** Once a second, and once at the end. */
  readonly onTick: (watched: Watched) => void;
}

const TICK_MS = 1_000;
/** Alerts of a rule that flaps must not fill the memory. */
const MOST_FIRED = 100;

/**
 * Probes a server until the signal, and judges the alerts once a second.
 * @returns what is known at the end; `fired` holds what fired in this watch and in those it goes on with.
 * @throws ToolError `bad-alert` or `remote-target` (2), `auth-failed` (15), before or at the first probe.
 */
export async function watch(request: WatchRequest): Promise<Watched> {
  const known = seriesOf(request, request);
  const what = request.signIn === null ? 'what is watched (suites are with --user NAME)' : 'what is watched';
  const alerts = request.alerts.map((text) => parseAlert(text, known, what));
  const series = new Map(
    known.map((id) => [id, request.kept.series.find((each) => each.id === id) ?? newSeries(id)] as const),
  );
  const states = new Map<Alert, AlertState>();
  let fired = request.kept.fired;
  const startedAtMs = Date.now();
  const look = (): Watched => {
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
    return { url: target.url, startedAtMs, nowMs, perSecond, series: [...series.values()], alerts: views, fired };
  };
  const ending = new AbortController();
  // Each visit that is under way listens for the end, and a slow server has many: Node warns of eleven.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort(request.signal.reason);
  request.signal.addEventListener('abort', end, { once: true });
  const ticks = setInterval(() => request.onTick(look()), TICK_MS);
  try {
    const context = { target: request.target, timeoutMs: request.timeoutMs, signal: ending.signal, watch: () => {} };
    const take = (probe: Probe): void => {
      series.set(probe.series, withProbe(series.get(probe.series) ?? newSeries(probe.series), probe));
      request.onProbe(probe);
    };
    await guarded({ signal: ending.signal, watch: request.watch }, () =>
      untilStopped(gatherWatch(request, context, take), ending.signal),
    );
  } finally {
    clearInterval(ticks);
    request.signal.removeEventListener('abort', end);
    ending.abort();
  }
  const last = look();
  request.onTick(last);
  return last;
}

function judged(alert: Alert, before: AlertState, series: ReadonlyMap<string, Series>, nowMs: number): AlertView {
  const value = valueOf(alert.statistic, inWindow(series.get(alert.series)?.readings ?? [], nowMs));
  const state = nextState(alert, before, value, nowMs);
  return { text: alert.text, state, value, isShare: alert.statistic === 'errors' };
}
