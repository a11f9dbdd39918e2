import type { Run } from '../model/run.ts';

/** Where the time limit ended the measuring, where the headline does not say it: of an exit of 0 only the verdict is shown. */
export function limitBesideVerdict({ timeLimit, exit }: Pick<Run, 'timeLimit' | 'exit'>): string | null {
  const reached = timeLimit?.reached ?? null;
  return reached === null || (exit.code !== 0 && exit.reason.includes(reached)) ? null : reached;
}
