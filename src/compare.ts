import { type ArmSubject, gatherRounds, type GatheredRounds, type RoundsPlan } from './gather/compare/index.ts';
import type { Gathered } from './gather/gathered.ts';
import { thisHost } from './gather/host.ts';
import { judgeRounds } from './judge/compare/rounds.ts';
import { exitOfComparison, verdictOfComparison, worstChange } from './judge/compare/verdict.ts';
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

export interface CompareRequest {
  readonly a: LiveArm;
  readonly b: LiveArm;
  /** The reference server: what cannot have changed. */
  readonly control: ArmSubject;
  readonly plan: RoundsPlan;
  readonly policy: Pick<ExitPolicy, 'onInconclusive'>;
  readonly reproduce: string;
  readonly signal: AbortSignal;
  readonly watch: Watcher;
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
  const changes = judgeRounds(gathered.rounds);
  const arm = ({ kind, label }: LiveArm): Arm => ({ kind, label, takenAt: startedAt });
  const comparison: Comparison = {
    how: 'in-turn',
    a: arm(a),
    b: arm(b),
    weight: 'gate',
    rounds: gathered.rounds,
    changes,
    verdict: worstChange(changes),
  };
  return comparedRun(request, { startedAt, comparison, ended: gathered.ended });
}

function comparedRun(
  { b, policy, reproduce }: CompareRequest,
  made: { readonly startedAt: string; readonly comparison: Comparison; readonly ended: Gathered['ended'] },
): Run {
  const { url, host, port } = b.subject.target;
  const { comparison, ended, startedAt } = made;
  return {
    schema: runSchema,
    command: 'compare',
    startedAt,
    finishedAt: new Date().toISOString(),
    tool: { version, node: process.versions.node },
    host: thisHost(),
    target: {
      url,
      host,
      port,
      embedded: b.kind === 'reference',
      preset: b.subject.preset,
      server: { product: null, pid: null, command: null, listens: [] },
    },
    evidence: [],
    addresses: [],
    clients: [],
    findings: [],
    suites: [],
    secondOpinions: [],
    checks: [],
    verdicts: [],
    policy: { failOn: null, ...policy },
    against: null,
    comparison,
    notChecked: ['latency of many connections at once (whyslow load does)'],
    reproduce,
    verdict: verdictOfComparison(comparison),
    exit: exitOfComparison(comparison, policy, ended),
  };
}
