// How often does a healthy server get a finding? `whyslow waits` of four healthy servers, every second time with one core kept
// busy. The expected number is 0.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PORT, servers } from './cases.mjs';

const RUNS = 100;
const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

export async function falseAlarms() {
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-bench-'));
  const names = Object.keys(servers);
  let alarms = 0;
  let runs = 0;
  for (const name of names) {
    const [command, ...args] = servers[name];
    const server = spawn(command, args, {
      env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: 'ignore',
    });
    await sleep(1_500);
    for (let run = 0; run < RUNS / names.length; run += 1) {
      const isBusy = runs % 2 === 1;
      runs += 1;
      const hog = isBusy ? spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }) : null;
      const found = await findingsOf(folder);
      hog?.kill('SIGKILL');
      alarms += found.length;
      if (found.length > 0) console.log(`${name}, run ${run}${isBusy ? ', busy' : ''}: ${found.join(', ')}`);
    }
    server.kill('SIGTERM');
    await sleep(500);
  }
  rmSync(folder, { recursive: true });
  console.log(
    `${alarms} findings in ${RUNS} runs on ${names.length} healthy servers, ${Math.floor(runs / 2)} of them with a busy core`,
  );
  return alarms === 0;
}

async function findingsOf(folder) {
  const args = [whyslow, 'waits', String(PORT), '--json', '--quiet', '--out', folder];
  const stdout = await new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 16_777_216 }, (_error, text) => resolve(text));
  });
  try {
    const { findings, evidence } = JSON.parse(stdout);
    const isWatched = evidence.some(({ kind, outcome }) => kind === 'waits' && outcome.ok);
    const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    return isWatched ? failed : ['not watched', ...failed];
  } catch {
    return ['no result'];
  }
}
