// Does a diagnosis name every cause, and nothing else? Each part prints a line for each case and a summary, and fails where a
// case is not as expected. A case that is in bench/causes/results/ is not measured again without --again.
//
//   npm run bench:causes                                all parts, some forty minutes where no result is known
//   npm run bench:causes -- controls faults             some of them
//   npm run bench:causes -- healthy --runs 20 --again   fewer diagnoses of healthy servers, measured again
//   npm run bench:causes -- faults --only late-         the cases whose name contains that

import { budgets } from './causes/budgets.mjs';
import { controls } from './causes/controls.mjs';
import { faults } from './causes/faults.mjs';
import { healthy } from './causes/healthy.mjs';
import { unchanged } from './causes/unchanged.mjs';
import { runKeptParts } from './part.mjs';

const results = new URL('./causes/results/', import.meta.url);
const parts = { controls, unchanged, budgets, faults, healthy };

await runKeptParts(results, parts);
