import { env, stderr, stdout } from 'node:process';
import type { Watched } from '../../model/watch.ts';
import { firedLine, plainLines, summary } from '../../render/watch/lines.ts';
import { liveView } from '../../render/watch/live.ts';
import { outputStyleFor } from '../output-style.ts';

/** Where a watch is shown: redrawn where a person looks, in lines on a pipe. */
export interface Screen {
  show(watched: Watched): void;
  end(watched: Watched): void;
  /** Gives the terminal back as it was, whatever happened. */
  release(): void;
}

/** Often enough to see it live, seldom enough for a log to be read. */
const LINE_EVERY_MS = 10_000;

export async function openScreen(
  options: { readonly color: boolean; readonly quiet: boolean },
  metricsUrl: string | null,
): Promise<Screen> {
  const alarms = startAlarms(options.color);
  const ending = (watched: Watched): void => {
    if (!options.quiet) stdout.write(summary(watched, outputStyleFor(stdout, env, options.color)));
  };
  if (options.quiet) return { show: alarms, end: alarms, release: () => {} };
  if (!stdout.isTTY || !stdout.columns || env['TERM'] === 'dumb') return onPipe(alarms, ending, metricsUrl);
  const { createLogUpdate } = await import('log-update');
  const drawn = createLogUpdate(stdout);
  return {
    show(watched) {
      // What goes to the same terminal must not be written into the picture.
      if (stderr.isTTY && watched.fired.length > alarms.told()) drawn.clear();
      alarms(watched);
      drawn(liveView(watched, outputStyleFor(stdout, env, options.color), metricsUrl));
    },
    end(watched) {
      drawn.clear();
      alarms(watched);
      ending(watched);
    },
    release: () => drawn.done(),
  };
}

type Alarms = ((watched: Watched) => void) & { told(): number };

function onPipe(alarms: Alarms, ending: (watched: Watched) => void, metricsUrl: string | null): Screen {
  if (metricsUrl !== null) stderr.write(`metrics on ${metricsUrl}\n`);
  let shownAtMs = 0;
  return {
    show(watched) {
      alarms(watched);
      if (shownAtMs === 0) shownAtMs = watched.startedAtMs;
      if (watched.nowMs - shownAtMs < LINE_EVERY_MS) return;
      stdout.write(plainLines(watched, watched.nowMs - shownAtMs));
      shownAtMs = watched.nowMs;
    },
    end(watched) {
      alarms(watched);
      ending(watched);
    },
    release: () => {},
  };
}

/** Each alert once, when it begins to fire; those of the history were told then. */
function startAlarms(colour: boolean): Alarms {
  let toldUntilMs: number | null = null;
  let told = 0;
  const alarms = (watched: Watched): void => {
    toldUntilMs ??= watched.startedAtMs - 1;
    const since = toldUntilMs;
    for (const fired of watched.fired.filter(({ atMs }) => atMs > since)) {
      const isShare = watched.alerts.some(({ text, isShare: share }) => text === fired.alert && share);
      const line = firedLine(fired, isShare);
      stderr.write(outputStyleFor(stderr, env, colour).colour ? `\u001b[31m${line.trimEnd()}\u001b[39m\n` : line);
      toldUntilMs = Math.max(toldUntilMs, fired.atMs);
    }
    told = watched.fired.length;
  };
  return Object.assign(alarms, { told: () => told });
}
