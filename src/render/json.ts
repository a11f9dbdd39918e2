import type { Renderer } from './contract.ts';
import { sanitizedJson } from './sanitize.ts';

/** The run itself, complete and not rounded, so that every other format can be made from it. */
export const json: Renderer = {
  render: (run) => `${sanitizedJson(JSON.stringify(run, null, 2))}\n`,
};
