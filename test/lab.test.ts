import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Fault } from '../src/lab/contract.ts';
import { runInLab } from '../src/lab/enter.ts';
import { faults } from '../src/lab/index.ts';
import type { Run } from '../src/model/run.ts';
import { testWith } from './serve/require.ts';

const WHYSLOW = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));

/** Three times the slowest: 17 s, where every connect takes a second. */
const TIMEOUT_MS = 50_000;

async function diagnose(fault: Fault): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const argv = [
    process.execPath,
    WHYSLOW,
    fault.command,
    fault.url,
    ...fault.flags,
    '--json',
    '--quiet',
    '--out',
    folder,
  ];
  try {
    const { stdout, stderr } = await runInLab(fault, argv, { stdio: 'pipe', timeoutMs: TIMEOUT_MS });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Run;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whether a program of this machine needs a core for itself, so that another diagnosis beside it would change its times. */
const computes = ({ servers }: Fault): boolean =>
  servers.some(({ behaviour }) => {
    if (behaviour.kind === 'busy') return true;
    return behaviour.kind === 'http' && behaviour.steps.some(({ kind }) => kind === 'compute' || kind === 'sync-file');
  });

const timeout = TIMEOUT_MS + 5_000;
const inNamespace = testWith(['namespaces', 'nftables']);

// Each faulty machine yields exactly its own findings: any other finding is a false alarm.
async function yieldsItsOwn(fault: Fault): Promise<void> {
  const { findings } = await diagnose(fault);
  const found = findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  expect(found.toSorted()).toEqual(fault.provokes.toSorted());
}

const isLimited = ({ needs }: Fault): boolean => needs.includes('cpu-limit');

const waiting = faults.filter((fault) => !computes(fault) && !isLimited(fault));
inNamespace.for(waiting)('$id', { timeout, concurrent: true }, yieldsItsOwn);
inNamespace.for(faults.filter((fault) => computes(fault) && !isLimited(fault)))('$id', { timeout }, yieldsItsOwn);
testWith(['namespaces', 'cpu-limits']).for(faults.filter(isLimited))('$id', { timeout }, yieldsItsOwn);
