// How often does a healthy machine get a finding? Diagnoses the control of the lab many times, every second time with one
// processor kept busy. The expected number is 0. `--runs N` (default 200).
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' } } });
const runs = Number(values.runs);
const whyslow = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));

const tookMs = { quiet: [], busy: [] };
const alarms = [];
for (let turn = 0; turn < runs; turn += 1) {
  const kind = turn % 2 === 0 ? 'quiet' : 'busy';
  const hog = kind === 'busy' ? spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }) : null;
  const start = performance.now();
  const { stdout, status } = spawnSync(process.execPath, [whyslow, 'lab', 'none', '--json'], { encoding: 'utf8' });
  tookMs[kind].push(performance.now() - start);
  hog?.kill('SIGKILL');
  const found =
    status === 0 ? JSON.parse(stdout).findings.filter(({ outcome }) => outcome === 'fail') : [{ id: `exit ${status}` }];
  for (const { id, summary } of found) alarms.push(`run ${turn}, ${kind}: ${id} ${summary ?? ''}`);
}

const median = (samples) => samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
for (const alarm of alarms) console.log(alarm);
console.log(
  `false alarms            ${alarms.length} in ${runs} runs, ${tookMs.busy.length} of them with one processor kept busy`,
);
console.log(
  `diagnosis, whole, ms    median ${median(tookMs.quiet).toFixed(0)} quiet, ${median(tookMs.busy).toFixed(0)} busy (namespace included)`,
);
process.exitCode = alarms.length === 0 ? 0 : 1;
