/** One meaning of an exit code. */
export interface ExitCode {
  readonly codes: readonly number[];
  readonly meaning: string;
}

/**
 * All exit codes, the most severe first: an early end, an obstacle to measuring, a missed threshold or a finding. With
 * several servers the command exits with the most severe code. Help text and documentation show this table.
 */
export const exitCodes: readonly ExitCode[] = [
  { codes: [130, 143], meaning: 'interrupted; the measurements so far are saved' },
  { codes: [1], meaning: 'internal error' },
  { codes: [2], meaning: 'wrong usage or configuration, or a file that could not be written' },
  { codes: [14], meaning: 'target unreachable' },
  { codes: [15], meaning: 'auth flow failed' },
  { codes: [10], meaning: 'threshold missed' },
  { codes: [13], meaning: 'measurement invalid: the generator was the bottleneck' },
  { codes: [16], meaning: 'no right answer, nothing measured' },
  { codes: [11], meaning: 'regression in a comparison' },
  { codes: [12], meaning: 'inconclusive, with --on-inconclusive fail' },
  { codes: [20], meaning: 'a problem of --fail-on severity was found' },
  { codes: [0], meaning: 'pass, warnings included' },
];

export const NOTHING_MEASURED = 16;

/** The most severe of several codes; 0 for an empty list. */
export const mostSevereCode = (codes: readonly number[]): number =>
  exitCodes.flatMap((row) => row.codes).find((code) => codes.includes(code)) ?? 0;
