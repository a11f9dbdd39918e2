import type { Renderer } from './contract.ts';

/** The run itself: nothing is rounded, nothing is left out, so that every other format can be made from it again. */
export const json: Renderer = {
  render: (run) => `${JSON.stringify(run, null, 2)}\n`,
};
