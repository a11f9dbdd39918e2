// How accurate are the load engine's numbers? Each part prints its ratios, each with its bar.
//
//   npm run bench:load                   all parts, some eight minutes
//   npm run bench:load -- truth stall    some of them

import { memory } from './load/memory.mjs';
import { selfCheck } from './load/self-check.mjs';
import { stall } from './load/stall.mjs';
import { throughput } from './load/throughput.mjs';
import { truth } from './load/truth.mjs';

const parts = { truth, stall, throughput, memory, 'self-check': selfCheck };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`No part is called "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
