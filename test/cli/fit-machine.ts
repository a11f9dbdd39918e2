import { loadavg } from 'node:os';
import { expect } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { SelfCheckId } from '../../src/model/suite.ts';
import { validRun } from './valid-run.ts';
import type { Ended } from './whyslow.ts';

/** Signals whose cause lies outside the generator and the product: the hypervisor, a quota, other programs. */
const OUTSIDE: ReadonlySet<SelfCheckId> = new Set(['cpu-steal', 'cpu-throttling', 'core-taken']);

/** These tests run alone and mostly wait, so that a higher mean of the last minute comes from other programs. */
const LOAD_OF_TESTS = 1.5;

/**
 * Whether the machine took the cores from a trial, by the self-check of the run itself. Other busy programs leave too little
 * CPU time for the server and the generator, which can turn each signal red.
 */
function wasDisturbed({ suites }: Run): boolean {
  const isBusy = (loadavg()[0] ?? 0) > LOAD_OF_TESTS;
  return suites.some(({ selfCheck }) =>
    selfCheck.signals.some(({ id, level }) => level === 'red' && (isBusy || OUTSIDE.has(id))),
  );
}

/** Runs a command with --json again while a self-check of its run is not valid, since such a run is not saved as a baseline. */
export async function untilValid(measure: () => Promise<Ended>): Promise<Ended> {
  for (let attempt = 1; ; attempt += 1) {
    const ended = await measure();
    if (attempt === 10 || validRun(ended.stdout).suites.every(({ selfCheck }) => selfCheck.valid)) return ended;
  }
}

/** The run ends with this code and reason. If its self-check found a trial invalid, exit code 13 may come first. */
export function expectExit({ suites, exit }: Run, code: number, reason: RegExp): void {
  if (suites.every(({ selfCheck }) => selfCheck.valid)) {
    expect(exit).toEqual({ code, reason: expect.stringMatching(reason) });
  } else expect([code, 13]).toContain(exit.code);
}

/**
 * The first thresholds are met, and the exit code is 0. If the machine took the cores, the run must say so with `invalid`
 * and exit code 13, and no threshold may be called missed.
 */
export function expectMet(run: Run, code: number | null, count: number): void {
  const verdicts = run.verdicts.slice(0, count).map(({ verdict }) => verdict);
  if (!wasDisturbed(run)) expect({ verdicts, code }).toEqual({ verdicts: verdicts.map(() => 'pass'), code: 0 });
  else {
    expect(verdicts.filter((verdict) => verdict !== 'pass' && verdict !== 'invalid')).toEqual([]);
    expect(code).toBe(run.verdicts.some(({ verdict }) => verdict === 'invalid') ? 13 : 0);
  }
}
