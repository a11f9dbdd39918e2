import type { Renderer } from '../contract.ts';
import { summaryOf } from './summary.ts';

/**
 * A step may write 1 MiB, a comment on a pull request 65 536 characters: within these the same text fits both.
 * Several servers of one step share it.
 */
export const MOST_SUMMARY_BYTES = 64 * 1_024 - 1;

/** The step summary as a file. Annotations and step outputs are not files; the command line writes them. */
export const github: Renderer = {
  render: (run) => summaryOf(run, MOST_SUMMARY_BYTES),
};
