import { stderr } from 'node:process';
import { parseTarget } from '../../gather/target.ts';
import { presetNamed } from '../../gather/auth/preset.ts';
import { ToolError } from '../../model/error.ts';
import { NOTHING_MEASURED } from '../../model/exit-codes.ts';
import type { Progress } from '../../model/progress.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { Series, Watched } from '../../model/watch.ts';
import { watch as watchServer, type WatchRequest } from '../../pipelines/watch.ts';
import { quickSuiteIds } from '../../suites/index.ts';
import { interruptible } from '../interrupt.ts';
import { recordInternalError, recordSavedPath } from '../internal-errors.ts';
import { outputClosed } from '../output.ts';
import { fileSource, passwordFor } from '../password.ts';
import { noteWildcard } from '../wildcard-note.ts';
import { readHistory, writeHistory } from './history.ts';
import { WatchMetrics } from './metrics.ts';
import { serveMetrics } from './metrics-server.ts';
import { openScreen } from './screen.ts';
import { UNWRITTEN_EXIT } from '../write-formats.ts';

/** The options of watch, with the values parsed by commander. */
export interface WatchOptions {
  readonly rate: number;
  readonly for?: number;
  readonly alert?: readonly string[];
  readonly metrics?: number;
  readonly history?: string;
  readonly quiet?: true;
  readonly color: boolean;
  readonly timeout: number;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly preset?: string;
  readonly api?: string;
  readonly suite?: readonly SuiteId[];
  readonly allowRemote?: string;
}

const FIRED_EXIT = 10;
const UNREACHABLE_EXIT = 14;
/** A crash loses at most this much. */
const SAVED_EVERY_MS = 60_000;

/** Watches until Ctrl-C or the end of --for. @returns 0, 10 when an alert fired, 14 when the server never answered, 16 when a suite got no right answer. */
export async function watch(url: string, options: WatchOptions): Promise<number> {
  const target = parseTarget(url);
  noteWildcard(url, options.quiet === true);
  const signIn = await signInFor(options);
  const { history } = options;
  const earlier =
    history === undefined ? { series: [], fired: [] } : await readHistory(history, target.url, printError);
  const metrics = new WatchMetrics(target.host, target.port);
  let latest: Watched | null = null;
  const served =
    options.metrics === undefined
      ? null
      : await serveMetrics(options.metrics, () => metrics.text(latest?.alerts ?? []));
  const interruption = interruptible();
  const screen = await openScreen({ color: options.color, quiet: options.quiet === true }, served?.url ?? null);
  const saver = startSaver(history);
  const ending = endOf([interruption.signal, outputClosed], options.for);
  try {
    const request = requestFor(options, { target, signIn, history: earlier, signal: ending.signal });
    const last = await watchServer({
      ...request,
      watch: recordMishap,
      onProbe: (probe) => metrics.record(probe),
      onTick: (watched) => {
        latest = watched;
        screen.show(watched);
        saver.due(watched);
      },
    });
    screen.end(last);
    const saverExit = await saver.end(last);
    return exitOf(last, signIn === null ? [] : request.suites) || saverExit;
  } finally {
    ending.clear();
    screen.release();
    served?.stop();
    interruption.release();
  }
}

function recordMishap(progress: Progress): void {
  if (progress.kind === 'internal-error') recordInternalError(progress.error);
}

const printError = (line: string): void => void stderr.write(`whyslow: ${line}`);

/** `AbortSignal.any` is not used: on Node 20 a signal with a timeout inside may be garbage-collected before it fires. */
function endOf(
  ends: readonly AbortSignal[],
  forMs: number | undefined,
): { readonly signal: AbortSignal; clear(): void } {
  const ending = new AbortController();
  for (const end of ends) end.addEventListener('abort', () => ending.abort(end.reason), { once: true });
  const timer = forMs === undefined ? undefined : setTimeout(() => ending.abort(), forMs);
  return { signal: ending.signal, clear: () => clearTimeout(timer) };
}

async function signInFor({ user, passwordFile, preset, api, suite }: WatchOptions): Promise<WatchRequest['signIn']> {
  const stack = preset === undefined ? null : presetNamed(preset);
  if (user === undefined) {
    if (suite === undefined) return null;
    throw new ToolError('no-user', 'Suites sign in: add --user NAME. Without an account, the addresses are watched.');
  }
  const password = await passwordFor(user, fileSource(passwordFile));
  return { credentials: { username: user, password }, stack, apiPath: api ?? null };
}

const requestFor = (
  { rate, alert, suite, allowRemote, timeout }: WatchOptions,
  parts: Pick<WatchRequest, 'target' | 'signIn' | 'signal' | 'history'>,
): Omit<WatchRequest, 'watch' | 'onProbe' | 'onTick'> => ({
  ...parts,
  perSecond: rate,
  suites: suite ?? quickSuiteIds,
  alerts: alert ?? [],
  allowRemote: allowRemote ?? null,
  timeoutMs: timeout,
});

/**
 * Writes the history once a minute, one write at a time. A failed write is reported once and tried again. `end` returns the
 * exit code for a last state that could not be written.
 */
function startSaver(path: string | undefined): {
  due(watched: Watched): void;
  end(watched: Watched): Promise<number>;
} {
  if (path === undefined) return { due: () => {}, end: async () => 0 };
  let savedAtMs = 0;
  let saving: Promise<void> = Promise.resolve();
  let complained = false;
  const complain = (error: unknown): void => {
    if (!(error instanceof ToolError)) throw error;
    if (!complained) printError(`${error.message}\n`);
    complained = true;
  };
  return {
    due(watched) {
      if (watched.nowMs - savedAtMs < SAVED_EVERY_MS) return;
      savedAtMs = watched.nowMs;
      saving = saving.then(() => writeHistory(path, watched)).catch(complain);
    },
    async end(watched) {
      await saving;
      return writeHistory(path, watched).then(
        () => {
          recordSavedPath(path);
          return 0;
        },
        (error: unknown) => {
          complain(error);
          return UNWRITTEN_EXIT;
        },
      );
    },
  };
}

/** Ctrl-C is the normal end of a watch and no failure. An alert that fired at any time is a failure. */
function exitOf({ fired, startedAtMs, series }: Watched, suites: readonly SuiteId[]): number {
  if (fired.some(({ atMs }) => atMs >= startedAtMs)) return FIRED_EXIT;
  const answered = series.some(({ minutes }) => minutes.some(({ n, errors }) => n > errors));
  if (!answered) return UNREACHABLE_EXIT;
  const isRightSince = ({ id, minutes }: Series): boolean =>
    minutes.some(({ atMs, n, errors }) => atMs > startedAtMs - MINUTE_MS && n > errors) &&
    suites.some((name) => name === id);
  const right = series.filter(isRightSince).map(({ id }) => id);
  const silent = suites.filter((name) => !right.includes(name));
  if (silent.length === 0) return 0;
  printError(`${silent.join(' and ')} gave no right answer: nothing was measured there.\n`);
  return NOTHING_MEASURED;
}

/** Each minute of readings is stored under its start time. */
const MINUTE_MS = 60_000;
