// Does a diagnosis name every cause, and nothing else? Each part prints a line for each case and a summary, and fails where a
// case is not as expected. A case that is in bench/causes/results/ is not measured again without --again.
//
//   npm run bench:causes                                all parts, some forty minutes where no result is known
//   npm run bench:causes -- controls faults             some of them
//   npm run bench:causes -- healthy --runs 20 --again   fewer diagnoses of healthy servers, measured again
//   npm run bench:causes -- faults --only late-         the cases whose name contains that

import { parseArgs } from 'node:util';
import { budgets } from './causes/budgets.mjs';
import { controls } from './causes/controls.mjs';
import { faults } from './causes/faults.mjs';
import { healthy } from './causes/healthy.mjs';
import { unchanged } from './causes/unchanged.mjs';
import { measurePart } from './part.mjs';

const results = new URL('./causes/results/', import.meta.url);
const parts = { controls, unchanged, budgets, faults, healthy };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    again: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '200' },
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
  isRight = (await measurePart(results, name, part({ runs: Number(values.runs) }), values)) && isRight;
}
process.exitCode = isRight ? 0 : 1;
