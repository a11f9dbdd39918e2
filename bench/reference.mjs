// The performance of the reference server. Each part prints ratios that were measured in the same minutes.
//
//   npm run bench:reference                        all parts
//   npm run bench:reference -- throughput start    some of them
//   npm run bench:reference -- --memory            resident memory after 1,000,000 refreshes; takes minutes

import { cleaning } from './reference/cleaning.mjs';
import { memory } from './reference/memory.mjs';
import { slowness } from './reference/slowness.mjs';
import { start } from './reference/start.mjs';
import { throughput } from './reference/throughput.mjs';
import { tokens } from './reference/tokens.mjs';

const parts = { throughput, tokens, cleaning, start, slowness };

const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries({ ...parts, '--memory': memory })) {
  const isWanted = wanted.length === 0 ? name in parts : wanted.includes(name);
  if (isWanted) await part();
}
