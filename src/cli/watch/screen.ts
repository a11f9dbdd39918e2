import { env, stderr, stdout } from 'node:process';
import type { Watched } from '../../model/watch.ts';
import { firedLine, plainLines, summary } from '../../render/watch/lines.ts';
import { liveView } from '../../render/watch/live.ts';
import { outputStyleFor } from '../output-style.ts';

/** The output of a watch: a redrawn view on a terminal, lines in a pipe. */
export interface Screen {
  show(watched: Watched): void;
  end(watched: Watched): void;
  /** Restores the terminal, also after an error. */
  release(): void;
}

/** The first lines come at once, so that a reader sees that it works; later ones seldom enough for a readable log. */
const FIRST_LINES_MS = [1_000, 2_000, 5_000] as const;
const LINE_EVERY_MS = 10_000;

export async function openScreen(
  options: { readonly color: boolean; readonly quiet: boolean },
  metricsUrl: string | null,
): Promise<Screen> {
  const printAlerts = alertPrinter(options.color);
  const ending = (watched: Watched): void => {
    if (!options.quiet) stdout.write(summary(watched, outputStyleFor(stdout, env, options.color)));
  };
  if (options.quiet) return { show: printAlerts, end: printAlerts, release: () => {} };
  if (!stdout.isTTY || !stdout.columns || env['TERM'] === 'dumb') return onPipe(printAlerts, ending, metricsUrl);
  const { createLogUpdate } = await import('log-update');
  const drawn = createLogUpdate(stdout);
  return {
    show(watched) {
      // An alert on the same terminal must not be written into the drawn view.
      if (stderr.isTTY && watched.fired.length > printAlerts.printed()) drawn.clear();
      printAlerts(watched);
      drawn(liveView(watched, outputStyleFor(stdout, env, options.color), metricsUrl));
    },
    end(watched) {
      drawn.clear();
      printAlerts(watched);
      ending(watched);
    },
    release: () => drawn.done(),
  };
}

const hasReadings = ({ series }: Watched): boolean => series.some(({ readings }) => readings.length > 0);

type AlertPrinter = ((watched: Watched) => void) & { printed(): number };

function onPipe(printAlerts: AlertPrinter, ending: (watched: Watched) => void, metricsUrl: string | null): Screen {
  if (metricsUrl !== null) stderr.write(`metrics on ${metricsUrl}\n`);
  let [shownAtMs, shown] = [0, 0];
  return {
    show(watched) {
      printAlerts(watched);
      if (shownAtMs === 0) shownAtMs = watched.startedAtMs;
      if (watched.nowMs - shownAtMs < (FIRST_LINES_MS[shown] ?? LINE_EVERY_MS) || !hasReadings(watched)) return;
      shown += 1;
      stdout.write(plainLines(watched, watched.nowMs - shownAtMs));
      shownAtMs = watched.nowMs;
    },
    end(watched) {
      printAlerts(watched);
      // What the server did during a slow answer would be lost if the watch ends before the next lines.
      if ((watched.inside?.atMs ?? 0) > shownAtMs) stdout.write(plainLines(watched, watched.nowMs - shownAtMs));
      ending(watched);
    },
    release: () => {},
  };
}

/** Prints each alert once, when it begins to fire; alerts from the history were printed before. */
function alertPrinter(colour: boolean): AlertPrinter {
  let printedUntilMs: number | null = null;
  let printed = 0;
  const printAlerts = (watched: Watched): void => {
    printedUntilMs ??= watched.startedAtMs - 1;
    const since = printedUntilMs;
    for (const fired of watched.fired.filter(({ atMs }) => atMs > since)) {
      const isShare = watched.alerts.some(({ text, isShare: share }) => text === fired.alert && share);
      const line = firedLine(fired, isShare);
      stderr.write(outputStyleFor(stderr, env, colour).colour ? `\u001b[31m${line.trimEnd()}\u001b[39m\n` : line);
      printedUntilMs = Math.max(printedUntilMs, fired.atMs);
    }
    printed = watched.fired.length;
  };
  return Object.assign(printAlerts, { printed: () => printed });
}
