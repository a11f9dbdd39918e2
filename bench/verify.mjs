// Does a verification find what is there? Each part prints a line for each case and a summary, and fails where a case is not as
// expected. A case that is in bench/verify/results/ is not measured again without --again.
//
//   npm run bench:verify                      all parts
//   npm run bench:verify -- race              one of them
//   npm run bench:verify -- race --runs 50    more verifications, half of them beside a busy core
//   npm run bench:verify -- race --only busy  the cases whose name contains that
//   npm run bench:verify -- mutants           each defect of the reference server ten times, once beside a busy core

import { parseArgs } from 'node:util';
import { measurePart } from './part.mjs';
import { closeTypescript } from './typescript.mjs';
import { mutants } from './verify/mutants.mjs';
import { race } from './verify/race.mjs';

const results = new URL('./verify/results/', import.meta.url);
const parts = { race, mutants };

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
  isRight =
    (await measurePart(
      results,
      name,
      await part({ runs: values.runs === undefined ? undefined : Number(values.runs) }),
      values,
    )) && isRight;
}
await closeTypescript();
process.exitCode = isRight ? 0 : 1;
