// Is what `whyslow waits` says of a server true? Each part prints its numbers, and fails where one is beyond its bar.
//
//   npm run bench:waits                          all parts, some twelve minutes where the matrix is known
//   npm run bench:waits -- attribution matrix    some of them; --fresh measures the whole matrix again

import { attribution } from './waits/attribution.mjs';
import { cost } from './waits/cost.mjs';
import { falseAlarms } from './waits/false-alarms.mjs';
import { matrix } from './waits/matrix.mjs';
import { real } from './waits/real.mjs';

const parts = { attribution, cost, matrix, real, 'false-alarms': falseAlarms };

const wanted = process.argv.slice(2).filter((name) => name !== '--fresh');
const unknown = wanted.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`No part is called "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
let isRight = true;
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  isRight = (await part({ isFresh: process.argv.includes('--fresh') })) && isRight;
}
process.exitCode = isRight ? 0 : 1;
