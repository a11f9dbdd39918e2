import type { Run } from '../model/run.ts';

/** The reached time limit, where the headline does not contain it. With exit code 0 the headline is only the verdict. */
export function limitBesideVerdict({ timeLimit, exit }: Pick<Run, 'timeLimit' | 'exit'>): string | null {
  const reached = timeLimit?.reached ?? null;
  return reached === null || (exit.code !== 0 && exit.reason.includes(reached)) ? null : reached;
}
