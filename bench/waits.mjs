// Is what `whyslow waits` says of a server true? Each part prints its numbers, and fails where one is beyond its bar.
//
//   npm run bench:waits                          all parts, some twelve minutes where the matrix is known
//   npm run bench:waits -- attribution matrix    some of them; --fresh measures the whole matrix again

import { runParts } from './part.mjs';
import { attribution } from './waits/attribution.mjs';
import { cost } from './waits/cost.mjs';
import { falseAlarms } from './waits/false-alarms.mjs';
import { matrix } from './waits/matrix.mjs';
import { real } from './waits/real.mjs';

const parts = { attribution, cost, matrix, real, 'false-alarms': falseAlarms };

await runParts(parts, { fresh: { type: 'boolean', default: false } }, async (_name, part, { fresh }) =>
  part({ isFresh: fresh }),
);
