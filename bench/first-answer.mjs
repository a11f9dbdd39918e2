// When a diagnosis has its first answer on the screen, its first finding, and its page: six states of a server in the lab, on a quiet
// machine and beside a busy core. `script` provides a terminal.
//
//   npm run bench:first-answer            (Linux, with util-linux and nftables)

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { busyCore } from './busy-core.mjs';

const BIN = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));
const STATES = [
  'none',
  'ipv4-only-machine',
  'late-refused-first-address',
  'unreachable-target',
  'sleeping-request',
  'every-answer-an-error',
];
/** A measured answer in the progress, the first finding in it, and the page. A cause inside the server may replace the finding. */
const SEEN = {
  answer: /answered after \d+ ms|So far: |whyslow diagnose http/,
  finding: /So far: |whyslow diagnose http/,
  page: /whyslow diagnose http/,
};

async function timesOf(state) {
  const command = `stty cols 100; "${process.execPath}" "${BIN}" lab ${state}`;
  const startMs = performance.now();
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const times = {};
  let text = '';
  terminal.stdout.on('data', (chunk) => {
    text += stripVTControlCharacters(String(chunk));
    for (const [name, pattern] of Object.entries(SEEN)) {
      if (times[name] === undefined && pattern.test(text)) times[name] = (performance.now() - startMs) / 1_000;
    }
  });
  await once(terminal, 'close');
  return times;
}

const shown = (seconds) => (seconds === undefined ? '–' : `${seconds.toFixed(1)} s`).padStart(8);

for (const kind of ['quiet', 'busy core']) {
  const busy = kind === 'quiet' ? null : busyCore();
  console.log(`\n${kind.padEnd(30)}  answer finding    page`);
  for (const state of STATES) {
    const { answer, finding, page } = await timesOf(state);
    console.log(`${state.padEnd(30)}${shown(answer)}${shown(finding)}${shown(page)}`);
  }
  await busy?.stop();
}
