// How many false alarms does the gate give, and how many changes does it find? Each part prints its counts beside their
// bars, and exits 1 where it misses one.
//
//   npm run bench:gate -- simulated [--count 2000] [--only TEXT]   comparisons and targets with a known truth
//   npm run bench:gate -- live-same [--count 15] [--hog]           the reference server against itself
//   npm run bench:gate -- live-slower [--count 10]                 3 ms more at 30 ms
//
// Each part takes minutes. The live parts need a machine without other load.
import { parseArgs } from 'node:util';
import { sameLive, slowerLive } from './gate/live.mjs';
import { simulate } from './gate/simulated.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, only: { type: 'string' }, hog: { type: 'boolean', default: false } },
});
const count = (otherwise) => Number(values.count ?? otherwise);

const parts = {
  simulated: () => simulate(count(2_000), values.only ?? ''),
  'live-same': () => sameLive(count(15), { hog: values.hog }),
  'live-slower': () => slowerLive(count(10)),
};

const part = parts[positionals[0] ?? 'simulated'];
if (part === undefined) {
  console.error(`No part is called "${positionals[0]}". Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
if (!(await part())) process.exitCode = 1;
