// What the reference server can do, each part printed as ratios that were measured in the same minutes.
//
//   npm run bench:reference                        all parts
//   npm run bench:reference -- throughput start    some of them
//   npm run bench:reference -- --memory            the resident memory after 1,000,000 refreshes; takes minutes

import { throughput } from './reference/throughput.mjs';

const parts = { throughput };

const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
