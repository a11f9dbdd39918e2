// Does each fault of the lab provoke exactly its findings? The findings are kept, and docs/what-it-found.md shows them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from '../../dist/lab/contract.js';
import { runInLab } from '../../dist/lab/enter.js';
import { faults as catalogue } from '../../dist/lab/index.js';
import { read } from './diagnose.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const whyslow = join(root, 'bin/whyslow.js');
const LONGEST_MS = 120_000;

/** Another program may take the cores meanwhile, and then a diagnosis says that it could not decide. */
const MOST_ATTEMPTS = 3;

async function diagnosed(fault) {
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-causes-'));
  const argv = [process.execPath, whyslow, ...argumentsOf(fault), '--json', '--quiet', '--out', folder];
  const start = performance.now();
  const { stdout, stderr } = await runInLab(fault, argv, { stdio: 'pipe', timeoutMs: LONGEST_MS });
  rmSync(folder, { recursive: true });
  const tookMs = Math.round(performance.now() - start);
  // The folder of this checkout and of Node say nothing about the fault.
  const shown = stdout.replaceAll(`${root}dist/bundle/`, '').replaceAll(process.execPath, 'node');
  return { tookMs, ...read(shown, stderr), ...foundIn(shown) };
}

function foundIn(stdout) {
  try {
    const { startedAt, findings } = JSON.parse(stdout);
    return { startedAt, found: findings.filter(({ outcome }) => outcome === 'fail') };
  } catch {
    return { startedAt: null, found: [] };
  }
}

async function asExpected(fault) {
  let result;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    result = await diagnosed(fault);
    if (complaint(fault.id, result) === null) break;
  }
  return result;
}

function complaint(id, { failed }) {
  const expected = catalogue
    .find((fault) => fault.id === id)
    .provokes.toSorted()
    .join(', ');
  const found = Object.keys(failed).toSorted().join(', ');
  return found === expected ? null : `expected ${expected || 'nothing'}, found ${found || 'nothing'}`;
}

export const faults = () => ({
  cases: catalogue.map((fault) => ({ id: fault.id, measure: () => asExpected(fault) })),
  wrong: complaint,
  line: ({ failed, notes, tookMs }) =>
    `${(tookMs / 1_000).toFixed(1)} s  ${Object.keys(failed).join(', ') || 'nothing'}${
      Object.keys(notes).length === 0 ? '' : `; notes: ${Object.keys(notes).join(', ')}`
    }`,
  summary: () => '',
});
