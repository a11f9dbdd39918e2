// Does a verification find what is there? Each part prints a line for each case and a summary, and fails where a case is not as
// expected. A case that is in bench/verify/results/ is not measured again without --again.
//
//   npm run bench:verify                      all parts
//   npm run bench:verify -- race              one of them
//   npm run bench:verify -- race --runs 50    more verifications, half of them beside a busy core
//   npm run bench:verify -- race --only busy  the cases whose name contains that
//   npm run bench:verify -- mutants           each defect of the reference server ten times, once beside a busy core

import { runKeptParts } from './part.mjs';
import { closeTypescript } from './typescript.mjs';
import { mutants } from './verify/mutants.mjs';
import { race } from './verify/race.mjs';

const results = new URL('./verify/results/', import.meta.url);
const parts = { race, mutants };

await runKeptParts(results, parts);
await closeTypescript();
