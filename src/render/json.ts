import type { Renderer } from './contract.ts';
import { harmlessJson } from './harmless.ts';

/** The run itself: nothing is rounded, nothing is left out, so that every other format can be made from it again. */
export const json: Renderer = {
  render: (run) => `${harmlessJson(JSON.stringify(run, null, 2))}\n`,
};
