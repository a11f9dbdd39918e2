// How much does rendering a long run cost? Renders ten trials of an hour, with one interval a second, in every format.
// Prints the time from the parsed run to the last byte, and the growth of the process. Bars: 1 s and 200 MB.
//
//   npm run bench:render

import { readFileSync } from 'node:fs';
import { runDocument } from '../dist/model/schema/run.js';
import { formats } from '../dist/render/index.js';

const HOUR_S = 3_600;
const TRIALS = 10;
const MOST_MS = 1_000;
const MOST_MB = 200;
const MB = 1_024 * 1_024;
const look = { width: 100, colour: false, unicode: true };

const frozen = runDocument.parse(
  JSON.parse(readFileSync(new URL('../reports/sample.run.json', import.meta.url), 'utf8')),
);
const run = { ...frozen, suites: Array.from({ length: TRIALS }, (_, index) => longPass(index)) };

const renderers = [];
for (const format of formats) renderers.push({ format, renderer: await format.load() });

global.gc?.();
const beforeMb = process.memoryUsage().rss / MB;
let peakMb = beforeMb;
const startedMs = performance.now();
console.log(`${TRIALS} trials × ${HOUR_S} intervals`);
for (const { format, renderer } of renderers) {
  const fromMs = performance.now();
  const text = renderer.render(run, look);
  const assets = renderer.assets?.(run) ?? [];
  const bytes = [text, ...assets.map((asset) => asset.text)].reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  peakMb = Math.max(peakMb, process.memoryUsage().rss / MB);
  const took = (performance.now() - fromMs).toFixed(0).padStart(6);
  console.log(
    `${format.name.padEnd(10)} ${took} ms ${(bytes / 1_024).toFixed(0).padStart(8)} KB in ${1 + assets.length} files`,
  );
}
const tookMs = performance.now() - startedMs;
const grewMb = peakMb - beforeMb;
console.log(
  `all formats ${tookMs.toFixed(0)} ms of ${MOST_MS}, ${grewMb.toFixed(0)} MB more than before, of ${MOST_MB}`,
);
if (tookMs > MOST_MS || grewMb > MOST_MB) process.exitCode = 1;

/** Normal seconds with a slow response every ten minutes. The numbers depend on the position only, so each bench is alike. */
function longPass(index) {
  const pass = frozen.suites[index % frozen.suites.length];
  const timeline = Array.from({ length: HOUR_S }, (_, second) => {
    const wave = 1 + 0.2 * Math.sin(second / 50 + index);
    const stall = second % 600 === 599 ? 40 : 1;
    const p50Ms = 8.123 * wave;
    return {
      fromS: second,
      lengthS: 1,
      n: 120,
      errors: 0,
      meanMs: p50Ms * 1.1,
      p50Ms,
      p95Ms: p50Ms * 1.6,
      p99Ms: p50Ms * 2.2,
      maxMs: p50Ms * 3 * stall,
    };
  });
  return { ...pass, timeline };
}
