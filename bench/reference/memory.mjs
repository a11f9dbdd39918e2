// Resident memory of the server after a million real refreshes.

import { readFileSync } from 'node:fs';
import { pass } from './generate.mjs';
import { reference } from './servers.mjs';

const CONNECTIONS = 8;
const REFRESHES = 1_000_000;
const STEP = 100_000;

export async function memory() {
  console.log(`memory: resident after each ${STEP} refreshes (bar after ${REFRESHES}: 120 MB)`);
  const arm = await reference('memory', CONNECTIONS);
  console.log(`  ${'0'.padStart(9)}  ${residentMb(arm.pid).toFixed(1)} MB`);
  for (let done = STEP; done <= REFRESHES; done += STEP) {
    const { perSecond, serviceMs } = await pass(arm, { requests: STEP });
    const rate = `${perSecond.toFixed(0)}/s, p99 ${serviceMs.p99.toFixed(2)} ms`;
    console.log(`  ${String(done).padStart(9)}  ${residentMb(arm.pid).toFixed(1)} MB   ${rate}`);
  }
  await arm.stop();
}

/** Read from the kernel and not from the process itself. Linux only. */
function residentMb(pid) {
  const [, kB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kB) / 1024;
}
