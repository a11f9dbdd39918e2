import { type ArmSubject, gatherRounds, type GatheredRounds, type RoundsPlan } from '../gather/compare/index.ts';
import { endOfError } from '../gather/ended.ts';
import { guarded, guardedResult } from '../gather/guarded.ts';
import { thisHost } from '../gather/host.ts';
import { compareRounds, compareTimes, leftOut, timeOfRun } from '../judge/compare/comparison.ts';
import { exitOfComparison, verdictOfComparison } from '../judge/compare/verdict.ts';
import { type Ended, exitOfEnd, nothingMeasured } from '../judge/exit.ts';
import { type Silence, silencesBetween, silencesInRounds } from '../judge/silence.ts';
import { boundedBy } from '../gather/time-limit.ts';
import type { ExitPolicy } from '../model/policy.ts';
import type { Arm, Comparison } from '../model/comparison.ts';
import type { OnProgress } from '../model/progress.ts';
import { type Run, runSchema } from '../model/run.ts';
import { maskedInRun, withTexts } from '../model/secrets.ts';
import type { SuiteFacts } from '../model/suite.ts';
import { version } from '../version.ts';

/** A server to measure, and its label. */
export interface LiveArm {
  readonly kind: 'live' | 'reference';
  readonly label: string;
  readonly subject: ArmSubject;
}

/** A saved run, or a run that was just measured as a whole. */
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
  /** The reference server, as the control. */
  readonly control: ArmSubject;
  /** The suites of the plan. */
  readonly flows: readonly SuiteFacts[];
  readonly plan: RoundsPlan;
  readonly signal: AbortSignal;
  readonly watch: OnProgress;
  /** Bound of one connect. */
  readonly timeoutMs: number;
  /** Bound of all measuring; null where there is none. */
  readonly timeLimitMs: number | null;
}

/**
 * Measures two servers in turn and judges them pair by pair. After an early end, the measurements so far are judged.
 * @throws ToolError for mistakes in the request; failures of the servers never throw.
 */
export async function compare(request: CompareRequest): Promise<Run> {
  const startedAt = new Date().toISOString();
  const { a, b, control } = request;
  const gathered: GatheredRounds = { rounds: [], missing: [], ended: null, limitReached: null, silences: [] };
  const bounded = boundedBy(request.signal, request.timeLimitMs);
  try {
    const context = { ...request, signal: bounded.signal };
    const error = await guarded(context, () =>
      gatherRounds({ a: a.subject, b: b.subject, control }, request.plan, context, gathered),
    );
    if (error !== null) gathered.ended = endOfError(error);
  } finally {
    bounded.release();
  }
  const arm = ({ kind, label }: LiveArm): Arm => ({ kind, label, takenAt: startedAt });
  const { url, host, port } = b.subject.target;
  const target: Run['target'] = {
    url,
    host,
    port,
    embedded: b.kind === 'reference',
    preset: b.subject.stack?.id ?? null,
    authUrl: b.subject.target.auth?.url ?? null,
    server: { product: null, pid: null, command: null, listens: [] },
  };
  const comparison = guardedResult(
    request.watch,
    () => compareRounds(arm(a), arm(b), gathered.rounds),
    (thrown) => {
      gathered.ended = endOfError(thrown);
      return compareRounds(arm(a), arm(b), []);
    },
  );
  const { limitReached: reached } = gathered;
  const timeLimit = request.timeLimitMs === null ? null : { ms: request.timeLimitMs, reached };
  const { missing } = gathered;
  const present = request.plan.suites.filter((suite) => !missing.includes(suite));
  const silences = silencesInRounds(present.length === 0 ? missing : present, gathered.rounds, gathered.silences);
  const { flows } = request;
  const notThere = missing.map((suite) => `${suite}: not measured, since one of the servers has no ${suite} flow`);
  const made = {
    startedAt,
    comparison,
    target,
    host: thisHost(),
    flows,
    suites: [],
    leftOut: notThere,
    timeLimit,
    silences,
  };
  return comparedRun(request, made, gathered.ended);
}

/** Compares two runs that were measured one after the other. Nothing is measured. */
export function compareSaved(a: SavedArm, b: SavedArm, judging: Judging): Run {
  const [before, after] = [timeOfRun(a.run, a), timeOfRun(b.run, b)];
  const comparison = compareTimes(before, after);
  const measured = [...a.run.suites, ...b.run.suites].map(({ suite }) => suite);
  const { target, host, suites } = b.run;
  const flows = listedInBoth(a.run, b.run);
  const silences = silencesBetween(a.run.suites, b.run.suites);
  const timeLimit = [a, b].find(({ kind }) => kind !== 'saved')?.run.timeLimit ?? null;
  const made = { startedAt: new Date().toISOString(), comparison, target, host, flows, suites, silences, timeLimit };
  return comparedRun(judging, { ...made, leftOut: leftOut(before, after, measured) }, null);
}

/** The suites of both runs, each once. */
const listedInBoth = (a: Run, b: Run): readonly SuiteFacts[] => [
  ...new Map([...a.flows, ...b.flows].map((each) => [each.id, each])).values(),
];

type Compared = Pick<Run, 'startedAt' | 'target' | 'host' | 'flows' | 'suites' | 'timeLimit'> & {
  readonly comparison: Comparison;
  readonly leftOut: readonly string[];
  readonly silences: readonly Silence[];
};

function comparedRun(
  { policy, reproduce }: Judging,
  { leftOut: uncompared, silences, ...made }: Compared,
  ended: Ended,
): Run {
  const limitReached = made.timeLimit?.reached ?? null;
  const nothing = nothingMeasured({ silences, limitReached, hasResult: true });
  const limit = limitReached === null ? [] : [limitReached];
  const run: Run = {
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
    sent: [],
    notChecked: [...limit, ...uncompared, 'many connections at once (whyslow load does)'],
    reproduce,
    verdict: verdictOfComparison(made.comparison),
    exit: ended === null ? (nothing ?? exitOfComparison(made.comparison, policy)) : exitOfEnd(ended),
  };
  return withTexts(run, maskedInRun);
}
