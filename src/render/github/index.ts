import type { Renderer } from '../contract.ts';
import { summaryOf } from './summary.ts';

/**
 * A step may write 1 MiB and a comment on a pull request 65 536 characters. This limit lets the same text fit both.
 * All servers of one step share it.
 */
export const MOST_SUMMARY_BYTES = 64 * 1_024 - 1;

/** The step summary as a file. The command line writes annotations and step outputs, which are not files. */
export const github: Renderer = {
  render: (run) => summaryOf(run, MOST_SUMMARY_BYTES),
};
