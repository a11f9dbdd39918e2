// Can the load engine's numbers be trusted? Each part prints its ratios; see docs/decisions.md for the bars.
//
//   npm run bench:load                   all parts
//   npm run bench:load -- truth stall    some of them

import { truth } from './load/truth.mjs';

const parts = { truth };

const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
