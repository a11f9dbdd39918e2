import { type ArmSubject, gatherRounds, type GatheredRounds, type RoundsPlan } from './gather/compare/index.ts';
import { thisHost } from './gather/host.ts';
import { compareRounds, compareTimes, leftOut, timeOfRun } from './judge/compare/comparison.ts';
import { exitOfComparison, verdictOfComparison } from './judge/compare/verdict.ts';
import { type Ended, exitOfEnd } from './judge/exit.ts';
import type { ExitPolicy } from './model/policy.ts';
import type { Arm, Comparison } from './model/comparison.ts';
import type { Watcher } from './model/progress.ts';
import { type Run, runSchema } from './model/run.ts';
import { version } from './version.ts';

/** A server to be measured, and what to call it. */
export interface LiveArm {
  readonly kind: 'live' | 'reference';
  readonly label: string;
  readonly subject: ArmSubject;
}

/** A run that was measured before, or just now in one go. */
export interface SavedArm {
  readonly kind: 'saved' | 'live' | 'reference';
  readonly label: string;
  readonly run: Run;
}

interface Judging {
  readonly policy: Pick<ExitPolicy, 'onInconclusive'>;
  readonly reproduce: string;
}

export interface CompareRequest extends Judging {
  readonly a: LiveArm;
  readonly b: LiveArm;
  /** The reference server: what cannot have changed. */
  readonly control: ArmSubject;
  readonly plan: RoundsPlan;
  readonly signal: AbortSignal;
  readonly watch: Watcher;
  /** Bound of one connect. */
  readonly timeoutMs: number;
}

/**
 * Two servers, measured in turn and judged pair by pair. Whatever ends it early, what was measured is judged.
 * @throws ToolError for mistakes in the request; never for what the servers do.
 */
export async function compare(request: CompareRequest): Promise<Run> {
  const startedAt = new Date().toISOString();
  const { a, b, control } = request;
  const gathered: GatheredRounds = { rounds: [], ended: null };
  await gatherRounds({ a: a.subject, b: b.subject, control }, request.plan, request, gathered);
  const arm = ({ kind, label }: LiveArm): Arm => ({ kind, label, takenAt: startedAt });
  const { url, host, port } = b.subject.target;
  const target: Run['target'] = {
    url,
    host,
    port,
    embedded: b.kind === 'reference',
    preset: b.subject.preset,
    server: { product: null, pid: null, command: null, listens: [] },
  };
  const comparison = compareRounds(arm(a), arm(b), gathered.rounds);
  return comparedRun(
    request,
    { startedAt, comparison, target, host: thisHost(), suites: [], leftOut: [] },
    gathered.ended,
  );
}

/** Two runs that were measured one after the other. Nothing is measured. */
export function compareSaved(a: SavedArm, b: SavedArm, judging: Judging): Run {
  const [before, after] = [timeOfRun(a.run, a), timeOfRun(b.run, b)];
  const comparison = compareTimes(before, after);
  const measured = [...a.run.suites, ...b.run.suites].map(({ suite }) => suite);
  const { target, host, suites } = b.run;
  const made = { startedAt: new Date().toISOString(), comparison, target, host, suites };
  return comparedRun(judging, { ...made, leftOut: leftOut(before, after, measured) }, null);
}

type Compared = Pick<Run, 'startedAt' | 'target' | 'host' | 'suites'> & {
  readonly comparison: Comparison;
  readonly leftOut: readonly string[];
};

function comparedRun({ policy, reproduce }: Judging, { leftOut: uncompared, ...made }: Compared, ended: Ended): Run {
  return {
    ...made,
    schema: runSchema,
    command: 'compare',
    finishedAt: new Date().toISOString(),
    tool: { version, node: process.versions.node },
    evidence: [],
    addresses: [],
    clients: [],
    findings: [],
    secondOpinions: [],
    checks: [],
    verdicts: [],
    policy: { failOn: null, ...policy },
    against: null,
    notChecked: [...uncompared, 'many connections at once (whyslow load does)'],
    reproduce,
    verdict: verdictOfComparison(made.comparison),
    exit: ended === null ? exitOfComparison(made.comparison, policy) : exitOfEnd(ended),
  };
}
