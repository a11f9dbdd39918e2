// Does each fault of the lab provoke exactly its findings?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from '../../dist/lab/contract.js';
import { runInLab } from '../../dist/lab/enter.js';
import { faults as catalogue } from '../../dist/lab/index.js';
import { read } from './diagnose.mjs';

const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const LONGEST_MS = 120_000;

async function diagnosed(fault) {
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-causes-'));
  const argv = [process.execPath, whyslow, ...argumentsOf(fault), '--json', '--quiet', '--out', folder];
  const start = performance.now();
  const { stdout, stderr } = await runInLab(fault, argv, { stdio: 'pipe', timeoutMs: LONGEST_MS });
  rmSync(folder, { recursive: true });
  return { tookMs: Math.round(performance.now() - start), ...read(stdout, stderr) };
}

export const faults = () => ({
  cases: catalogue.map((fault) => ({ id: fault.id, measure: () => diagnosed(fault) })),
  wrong(id, { failed }) {
    const expected = catalogue
      .find((fault) => fault.id === id)
      .provokes.toSorted()
      .join(', ');
    const found = Object.keys(failed).toSorted().join(', ');
    return found === expected ? null : `expected ${expected || 'nothing'}, found ${found || 'nothing'}`;
  },
  line: ({ failed, notes, tookMs }) =>
    `${(tookMs / 1_000).toFixed(1)} s  ${Object.keys(failed).join(', ') || 'nothing'}${
      Object.keys(notes).length === 0 ? '' : `; notes: ${Object.keys(notes).join(', ')}`
    }`,
  summary: () => '',
});
