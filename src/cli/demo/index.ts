import { env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { PORT } from '../../lab/contract.ts';
import { runInLab } from '../../lab/enter.ts';
import { lateRefusedFirstAddress } from '../../lab/faults/late-refused-first-address.ts';
import { packageFile } from '../../package-file.ts';
import { penFor } from '../../render/terminal/pen.ts';
import { reportFolder } from '../files.ts';
import { outputStyleFor } from '../output-style.ts';
import { demoEnd } from './text.ts';

export interface DemoOptions {
  readonly out?: string;
  readonly color: boolean;
}

/** About 15 s of the demo are the repeated delays of two seconds. */
const LONGEST_MS = 120_000;

/**
 * Reproduces the 2000 ms delay on this machine's kernel, in a private namespace: nothing outside is changed.
 * @throws ToolError `lab-impossible` (exit 2) where namespaces or nftables are missing, with the next step.
 */
export async function demo({ out, color }: DemoOptions): Promise<number> {
  const folder = resolve(await reportFolder(out ?? null, 'demo', new Date().toISOString().slice(0, 10)));
  const whyslow = fileURLToPath(packageFile('bin/whyslow.js'));
  const argv = [process.execPath, whyslow, 'demo-inside', String(PORT), folder, ...(color ? [] : ['--no-color'])];
  const { code } = await runInLab({ ...lateRefusedFirstAddress, servers: [] }, argv, {
    stdio: 'inherit',
    timeoutMs: LONGEST_MS,
  });
  if (code !== 0) return code;
  const pen = penFor(outputStyleFor(stderr, env, color));
  stderr.write(`\n${pen.wrap(`written to ${folder}/report.md, before.json`, 2)}\n`);
  stdout.write(demoEnd(outputStyleFor(stdout, env, color)));
  return code;
}
