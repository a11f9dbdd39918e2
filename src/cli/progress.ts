import { stderr } from 'node:process';
import type { Activity, LoadInterval, OnProgress } from '../model/progress.ts';
import { sanitizedText } from '../render/sanitize.ts';
import type { Unwritten } from './files.ts';
import { recordInternalError } from './internal-errors.ts';

export interface ProgressLine {
  readonly watch: OnProgress;
  /** Files beside the reports that could not be written completely. */
  readonly incomplete: readonly Unwritten[];
  stop(): void;
}

/** Displays one progress text. */
type Show = (text: string) => void;

/** Shows progress on stderr: a spinner on a terminal, else a line every ten seconds. */
export async function startProgress(quiet: boolean): Promise<ProgressLine> {
  if (quiet) return lineOver(null, () => {});
  // On a terminal that reports no columns, the spinner would count lines in an endless loop.
  if (!stderr.isTTY || !stderr.columns) return startLines();
  const { default: ora } = await import('ora');
  // With discardStdin, ora would consume the Ctrl-C that saves the measurements.
  const spinner = ora({ stream: stderr, discardStdin: false }).start('starting');
  return lineOver(
    (text) => (spinner.text = text),
    () => void spinner.stop(),
  );
}

function lineOver(show: Show | null, stop: () => void): ProgressLine {
  const incomplete: Unwritten[] = [];
  return {
    incomplete,
    stop,
    watch(progress) {
      if (progress.kind === 'internal-error') recordInternalError(progress.error);
      else if (progress.kind === 'incomplete-file') incomplete.push(progress);
      else show?.(textOf(progress));
    },
  };
}

/** Often enough to show progress in a log, without filling it. */
const LINE_EVERY_MS = 10_000;

/** Most commands end before the first line. */
function startLines(): ProgressLine {
  const startMs = Date.now();
  let text = 'starting';
  const timer = setInterval(() => {
    stderr.write(`whyslow: ${Math.round((Date.now() - startMs) / 1_000)} s, ${text}\n`);
  }, LINE_EVERY_MS);
  timer.unref();
  return lineOver(
    (next) => (text = next),
    () => clearInterval(timer),
  );
}

function textOf(progress: Activity): string {
  if (progress.kind === 'stage') return sanitizedText(progress.text);
  const { text, done, of } = progress;
  const count = `${text}  ${done}${Number.isFinite(of) ? ` of ${of}` : ''}`;
  return progress.kind === 'pass' || progress.live === null ? count : `${count}  ${liveText(progress.live)}`;
}

/** An interval without an answer has no times. */
const liveText = ({ perSecond, p50Ms, p95Ms, errors, pastP50Ms }: LoadInterval): string =>
  [
    ...(perSecond === 0
      ? ['no answer in the last interval']
      : [`${perSecond.toFixed(0)}/s`, `p50 ${p50Ms.toFixed(1)} ms`, `p95 ${p95Ms.toFixed(1)} ms`]),
    ...(errors === 0 ? [] : [`${errors} errors`]),
    sparkline(pastP50Ms),
  ].join('  ');

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Bars start at zero, so that equal values look flat and a doubled value is twice as high. */
function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  if (!(most > 0)) return '';
  return values.map((value) => BARS[Math.round((value / most) * (BARS.length - 1))] ?? '').join('');
}
