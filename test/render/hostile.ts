import type { Run } from '../../src/model/run.ts';
import { frozenRun } from '../golden/frozen-run.ts';

/** What a server, or whoever named it, can put where we expect a name or a sentence. */
export const EVIL =
  '</failure><x a="1">&amp;]]>\u0000\u001b[31m\ud800\uffff%0A::error::owned\r\n::add-mask::a, b: c`|\u202e';

/** The frozen run with that text in every place that a server or a command line reaches, and the exit code given. */
export function hostileRun(over: Partial<Run> = {}): Run {
  const [pass, ...passes] = frozenRun.suites;
  if (pass === undefined) throw new Error('the frozen run has no suites');
  const doctored = <T extends { readonly summary: string }>(all: readonly T[]): readonly T[] =>
    all.map((each) => ({ ...each, title: EVIL, summary: EVIL }));
  return {
    ...frozenRun,
    target: { ...frozenRun.target, server: { product: EVIL, pid: 1, command: EVIL, listens: [EVIL] } },
    findings: doctored(frozenRun.findings),
    checks: doctored(frozenRun.checks),
    suites: [{ ...pass, serverTimingMs: { [EVIL]: { mean: 1, p50: 1, p95: 1 } } }, ...passes],
    verdicts: frozenRun.verdicts.map((judged) => ({ ...judged, target: EVIL, because: EVIL })),
    reproduce: EVIL,
    exit: { code: 10, reason: EVIL },
    ...over,
  };
}
