import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { argumentsOf, type Fault } from '../../src/lab/contract.ts';
import { runInLab } from '../../src/lab/enter.ts';
import type { Run } from '../../src/model/run.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { firstLines, shownLines } from './first-lines.ts';

const WHYSLOW = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

/** Three times the slowest: 17 s, where every connect takes a second. */
const TIMEOUT_MS = 50_000;

async function diagnose(fault: Fault): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const argv = [process.execPath, WHYSLOW, ...argumentsOf(fault), '--json', '--quiet', '--out', folder];
  try {
    const { stdout, stderr } = await runInLab(fault, argv, { stdio: 'pipe', timeoutMs: TIMEOUT_MS });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Run;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Other programs or the hypervisor may take the cores of this machine meanwhile. The diagnosis then says so, or says that it
 * could not decide about the fault, and is repeated.
 */
const MOST_ATTEMPTS = 3;

/** The time limit of a test that diagnoses a fault. */
export const ATTEMPTS_MS = MOST_ATTEMPTS * TIMEOUT_MS;

/** Each faulty machine yields exactly its own findings: any other finding is a false alarm. */
export async function yieldsItsOwn(fault: Fault): Promise<void> {
  let run = await diagnose(fault);
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (isAsExpected(fault, run.findings) || !saysUnsure(fault, run.findings)) break;
    run = await diagnose(fault);
  }
  expect(failedIn(run.findings)).toEqual(fault.provokes.toSorted());
  showsFirst(fault, run);
}

/** A user waits no longer for an answer. A busy machine takes longer, and the run says so. */
const LONGEST_ANSWER_MS = 5_000;

/** The first three lines and the last line are the answer, in the states of a server that a user meets most. */
function showsFirst(fault: Fault, run: Run): void {
  const expected = firstLines[fault.id];
  const isUnsure = saysUnsure(fault, run.findings);
  // On a busy machine a healthy server may be slow, and the page says so instead.
  if (expected === undefined || (isUnsure && fault.provokes.length === 0)) return;
  const { first, last } = shownLines(terminal.render(run, { width: 80, colour: false, unicode: true }));
  expected.first.forEach((line, index) => expect(first[index]).toMatch(line));
  expect(last).toMatch(expected.last);
  const tookMs = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  if (!isUnsure) expect(tookMs).toBeLessThan(LONGEST_ANSWER_MS);
}

const failedIn = (findings: Run['findings']): readonly string[] =>
  findings
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ id }) => id)
    .toSorted();

const isAsExpected = ({ provokes }: Fault, findings: Run['findings']): boolean =>
  failedIn(findings).join() === provokes.toSorted().join();

const saysUnsure = ({ provokes }: Fault, findings: Run['findings']): boolean =>
  findings.some(({ id, outcome }) => {
    if (id === 'noisy-machine') return outcome === 'note' || outcome === 'fail';
    return outcome === 'inconclusive' && provokes.includes(id);
  });

/** Steps of a server that take a core or the disk. */
const COMPUTING: ReadonlySet<string> = new Set(['compute', 'compute-in-thread', 'sync-file']);

/** Whether a program of this machine needs a core for itself, so that another diagnosis beside it would change its times. */
export const computes = ({ servers }: Fault): boolean =>
  servers.some(({ behaviour }) => {
    if (behaviour.kind === 'busy') return true;
    return behaviour.kind === 'http' && behaviour.steps.some(({ kind }) => COMPUTING.has(kind));
  });

export const isLimited = ({ needs }: Fault): boolean => needs.includes('cpu-limit');
