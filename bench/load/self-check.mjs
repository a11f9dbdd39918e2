// Does the self-check find that the generator was the bottleneck? Runs the command at its default load, on a quiet machine
// and with a busy process on its core.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './tools.mjs';

const RUNS = 20;
const INVALID = 13;
/** The exit codes of verdicts. Any other exit code is an error of the bench. */
const VERDICTS = new Set([0, 10, INVALID]);
const [SERVER_CORE, GENERATOR_CORE] = ['0', '1'];
const COMMAND = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const PASSWORD = 'a pass phrase for one bench';

export async function selfCheck() {
  if (!isInstalled('taskset')) return console.log('self-check: needs taskset (util-linux), skipped');
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-bench-'));
  const reference = spawn('taskset', ['-c', SERVER_CORE, process.execPath, COMMAND, 'reference', '--port', '0'], {
    env: { ...process.env, WHYSLOW_PASSWORD: PASSWORD },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await urlOf(reference);
    const measure = (pin) => exitCodeOf(pin, [COMMAND, 'load', url, '--user', 'user1', '--quiet', '--out', folder]);
    console.log(`self-check: verdicts of ${RUNS} runs each at the default load, one after the other`);
    const counts = { quiet: 0, starved: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      counts.quiet += Number((await measure([])) === INVALID);
      process.stdout.write('.');
      const hog = spawn('taskset', ['-c', GENERATOR_CORE, process.execPath, '-e', 'for (;;);'], { stdio: 'ignore' });
      counts.starved += Number((await measure(['taskset', '-c', GENERATOR_CORE])) === INVALID);
      hog.kill('SIGKILL');
      await once(hog, 'exit');
      process.stdout.write('|');
    }
    console.log(`\n    quiet    invalid in ${counts.quiet} of ${RUNS}: ${counts.quiet === 0 ? 'none' : 'SOME'}`);
    console.log(`    starved  invalid in ${counts.starved} of ${RUNS}: ${counts.starved === RUNS ? 'all' : 'NOT ALL'}`);
  } finally {
    reference.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function urlOf(reference) {
  let text = '';
  for await (const chunk of reference.stdout) {
    text += chunk;
    const [url] = /http:\/\/[^\s",]+/.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the reference server did not start: ${text}`);
}

function exitCodeOf(pin, args) {
  const [file, ...rest] = [...pin, process.execPath, ...args];
  const env = { ...process.env, WHYSLOW_PASSWORD: PASSWORD };
  return new Promise((resolve, reject) => {
    execFile(file, rest, { env }, (error, _stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (VERDICTS.has(code)) resolve(code);
      else reject(new Error(`whyslow load ended with ${code}: ${stderr.trim()}`));
    });
  });
}
