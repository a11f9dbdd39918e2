import { devNull } from 'node:os';
import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { errorText } from './script-output.ts';

const options = ['--no-config', '--no-proxy', '-nv', '--tries=1', '--max-redirect=0', '-O', devNull, '--'];

/** "Server issued an error response" (wget's manual, exit status), which counts as a response. */
const ERROR_STATUS = 8;

export const wget: RealClient = {
  runtime: 'wget',
  detect: () => detectProgram(['wget'], ['--version'], /^GNU Wget (\d[\w.-]*)/m),
  idFor: () => 'wget',
  async time(path, url, bounds) {
    // wget prints no time, so the time of a run that only prints the version is subtracted.
    const { tookMs: startUpMs } = await runChild(path, ['--no-config', '--version'], bounds);
    const run = await runChild(path, [...options, url], bounds);
    if (run.how !== 'exited') return { ok: false, because: run.because, ms: run.tookMs };
    const ms = Math.max(0, run.tookMs - startUpMs);
    if (run.code === 0 || run.code === ERROR_STATUS) return { ok: true, ms };
    return { ok: false, because: errorText(run), ms };
  },
};
