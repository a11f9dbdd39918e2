// What the reference server costs at scale: nginx in front of four workers on one Redis. docs/scale.md is made of the
// results. A case that is in bench/scale/results/ is not measured again without --again.
//
//   npm run bench:scale                          all parts
//   npm run bench:scale -- costs                 CPU of workers, Redis and nginx for a request, and the operations of Redis
//   npm run bench:scale -- memory                bytes of a session, a rotation and an audit entry
//   npm run bench:scale -- failover              killed primaries, with --redis-wait and without
//   npm run bench:scale -- failover --runs 100   more of them
//   npm run bench:scale -- costs --again         a part anew

import { runKeptParts } from './part.mjs';
import { costs } from './scale/costs.mjs';
import { failover } from './scale/failover.mjs';
import { memory } from './scale/memory.mjs';
import { closeTypescript } from './typescript.mjs';

const results = new URL('./scale/results/', import.meta.url);
const parts = { costs, memory, failover };

await runKeptParts(results, parts);
await closeTypescript();
