// What the reference server costs at scale: nginx in front of four workers on one Redis. docs/scale.md is made of the
// results. A case that is in bench/scale/results/ is not measured again without --again.
//
//   npm run bench:scale                          all parts
//   npm run bench:scale -- costs                 CPU of workers, Redis and nginx for a request, and the operations of Redis
//   npm run bench:scale -- memory                bytes of a session, a rotation and an audit entry
//   npm run bench:scale -- failover              killed primaries, with --redis-wait and without
//   npm run bench:scale -- failover --runs 100   more of them
//   npm run bench:scale -- costs --again         a part anew

import { parseArgs } from 'node:util';
import { measurePart } from './part.mjs';
import { costs } from './scale/costs.mjs';
import { failover } from './scale/failover.mjs';
import { memory } from './scale/memory.mjs';
import { closeTypescript } from './typescript.mjs';

const results = new URL('./scale/results/', import.meta.url);
const parts = { costs, memory, failover };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    again: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    runs: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`No part is called "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
let isRight = true;
for (const [name, part] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}`);
  const opened = part({ runs: values.runs === undefined ? undefined : Number(values.runs) });
  try {
    isRight = (await measurePart(results, name, opened, values)) && isRight;
  } finally {
    await opened.close();
  }
}
await closeTypescript();
process.exitCode = isRight ? 0 : 1;
