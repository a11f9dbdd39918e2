import { devNull } from 'node:os';
import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { errorText } from './script-output.ts';
import { atLeast } from './versions.ts';

const generations = [
  [[8, 22], 'curl-8-22'],
  [[8, 16], 'curl-8-16'],
  [[8, 10], 'curl-8-10'],
  [[8, 2, 1], 'curl-8-2-1'],
  [[7, 78], 'curl-7-78'],
] as const;

// -q has to be first: a .curlrc may name a proxy. -g: the brackets of http://[::1]/ are not a pattern.
const options = ['-q', '-g', '-sS', '--noproxy', '*', '-o', devNull, '-w', '%{time_total}', '--'];

export const curl: RealClient = {
  runtime: 'curl',
  detect: () => detectProgram(['curl'], ['--version'], /^curl (\d[\w.-]*)/m),
  idFor: (version) => generations.find(([from]) => atLeast(version, from))?.[1] ?? 'curl-7-77',
  async time(path, url, bounds) {
    const run = await runChild(path, [...options, url], bounds);
    const ms = run.how === 'exited' ? Number.parseFloat(run.stdout) * 1000 : Number.NaN;
    if (run.how === 'exited' && run.code === 0 && Number.isFinite(ms)) return { ok: true, ms };
    return { ok: false, because: errorText(run), ms: Number.isFinite(ms) ? ms : run.tookMs };
  },
};
