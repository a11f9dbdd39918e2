import { stderr } from 'node:process';
import type { Progress, Watcher } from '../model/progress.ts';

export interface ProgressLine {
  readonly watch: Watcher;
  stop(): void;
}

const silent: ProgressLine = { watch: () => {}, stop: () => {} };

/** A spinner that says what is being measured: on stderr, and only where a person is looking. */
export async function startProgress(quiet: boolean): Promise<ProgressLine> {
  // A terminal that says it has no columns makes the spinner count lines without end.
  if (quiet || !stderr.isTTY || !stderr.columns) return silent;
  const { default: ora } = await import('ora');
  // Signals are ours: with discardStdin, ora would swallow the Ctrl-C that saves what was measured.
  const spinner = ora({ stream: stderr, discardStdin: false }).start('starting');
  return {
    watch: (progress) => (spinner.text = textOf(progress)),
    stop: () => void spinner.stop(),
  };
}

const textOf = (progress: Progress): string =>
  progress.kind === 'stage'
    ? progress.text
    : `${progress.text}  ${progress.done}${Number.isFinite(progress.of) ? ` of ${progress.of}` : ''}`;
