import { type CheckChoice, chosenOf, unchosenText } from '../audit/choice.ts';
import { checksOf, evidenceFor, findingsOf } from '../audit/index.ts';
import { clientTable } from '../audit/client-table.ts';
import type { AnySecurityAudit, Subject } from '../audit/contract.ts';
import type { AuditLog } from '../gather/auth/audit-log/contract.ts';
import type { SignInContext } from '../gather/context.ts';
import { type Gathered, nothingGathered } from '../gather/gathered.ts';
import { serverFacts, valueOf } from '../gather/gathered-values.ts';
import { notChecked } from '../gather/not-checked.ts';
import { thisHost } from '../gather/host.ts';
import type { ArmSubject } from '../gather/compare/index.ts';
import { endOfError } from '../gather/ended.ts';
import { guarded, guardedResult } from '../gather/guarded.ts';
import { gather } from '../gather/gather.ts';
import type { SiteValues } from '../flows/workload.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import { requireAutocannon } from '../load/second-opinion-package.ts';
import { boundedBy } from '../gather/time-limit.ts';
import { addressTable } from '../judge/address-table.ts';
import { judgeAgainst } from '../judge/against.ts';
import { verdictOfComparison } from '../judge/compare/verdict.ts';
import { exitOf, exitOfEnd, withoutThreshold } from '../judge/exit.ts';
import { hasResult, silencesIn } from '../judge/silence.ts';
import type { SuiteThreshold } from '../judge/threshold-grammar.ts';
import { judgeThresholds, worst } from '../judge/verdicts.ts';
import type { Depth } from '../model/depth.ts';
import type { EvidenceKind, Reading } from '../model/evidence.ts';
import { got } from '../model/outcome.ts';
import type { ExitPolicy } from '../model/policy.ts';
import type { Profile } from '../model/profile.ts';
import type { OnProgress } from '../model/progress.ts';
import type { Baseline } from '../model/baseline.ts';
import { type Run, runSchema } from '../model/run.ts';
import { maskedInRun, withTexts } from '../model/secrets.ts';
import type { Target } from '../model/target.ts';
import { version } from '../version.ts';
import { applicableThresholds, presentLoad } from './missing-suites.ts';
import { comparedWithBaseline } from './baseline.ts';
import { commandPlans, type MeasureCommand } from './commands.ts';
import { underProfile } from './profile.ts';
import { subjectOf, withSoFar } from './so-far.ts';

/** All inputs of a run, as plain values and a signal, the same for the CLI and for code. */
export interface RunRequest extends Pick<SignInContext, 'longestGraceMs'> {
  readonly command: MeasureCommand;
  readonly target: Target;
  /** Whether the target is the reference server that was started for this run. */
  readonly embedded: boolean;
  readonly signIn: Pick<SignInContext, 'credentials' | 'stack' | 'apiPath'> | null;
  readonly load: LoadPlan | null;
  readonly thresholds: readonly SuiteThreshold[];
  /** Whether these are the defaults, which do not apply to a suite that the server cannot have. */
  readonly hasDefaultThresholds: boolean;
  /** The suites that were named: each needs a right answer, with or without a threshold. */
  readonly namedSuites: readonly string[];
  /** The user's values for templates of flows. */
  readonly values: SiteValues;
  /** The security checks to make. */
  readonly checks: CheckChoice;
  readonly profile: Profile;
  readonly policy: ExitPolicy;
  readonly allowRemote: string | null;
  /** Whether failed logins are sent, which can lock the account. */
  readonly allowLockout: boolean;
  /** Whether tokens may make the server read or fetch something. */
  readonly intrusive: boolean;
  /** The key of the server's tokens; null if it was not given. */
  readonly signingKey: string | null;
  /** The audit log of the server; null if none was named. */
  readonly auditLog: AuditLog | null;
  /** Whether the clients installed here are started and timed. */
  readonly realClients: boolean;
  /** An earlier run to compare with. */
  readonly before: Run | null;
  /** The reference server as a control, to divide out the machine; null where nothing is compared later. */
  readonly reference: ArmSubject | null;
  /** The baseline to compare with. */
  readonly baseline: Baseline | null;
  readonly reproduce: string;
  readonly signal: AbortSignal;
  readonly watch: OnProgress;
  /** Bound of one connect, and of one answer to a probe. */
  readonly timeoutMs: number;
  /** How long to wait for the first byte of an answer. */
  readonly patienceMs: number;
  readonly depth: Depth;
  /** How long to wait for a first answer; null: do not wait. */
  readonly waitMs: number | null;
  /** Bound of all measuring; null where there is none. */
  readonly timeLimitMs: number | null;
}

/**
 * gather → audit → judge. If gathering ends early, also by an internal error, the returned run holds all measurements so
 * far, and its `exit` gives the reason.
 * @throws ToolError for mistakes in the request; failures of the target never throw.
 */
export async function run(request: RunRequest): Promise<Run> {
  const startedAt = new Date().toISOString();
  if (request.load?.secondOpinion === true) requireAutocannon();
  const kinds = new Set(kindsFor(request));
  const gathered = nothingGathered();
  const bounded = boundedBy(request.signal, request.timeLimitMs);
  try {
    const watchesQuick = request.command === 'waits';
    const context = { ...request, ...withSoFar(request), signal: bounded.signal, watchesQuick };
    const error = await guarded(context, () => gather({ ...request, kinds }, context, gathered));
    if (error !== null) gathered.ended = endOfError(error);
  } finally {
    bounded.release();
  }
  const facts = withTexts(factsOf(request, gathered, startedAt), maskedInRun);
  const made = guardedResult(
    request.watch,
    () => judgedRun(request, gathered, facts),
    (thrown) => ({ ...facts, ...unjudged(endOfError(thrown)) }),
  );
  // Masks secrets in every text of the run, also in texts from the server, the system and clients.
  return withTexts(made, maskedInRun);
}

/** The parts of a run that are not conclusions. */
type Facts = Omit<
  Run,
  | 'addresses'
  | 'clients'
  | 'findings'
  | 'checks'
  | 'profile'
  | 'verdicts'
  | 'against'
  | 'comparison'
  | 'notChecked'
  | 'verdict'
  | 'exit'
>;

const factsOf = (request: RunRequest, gathered: Gathered, startedAt: string): Facts => ({
  schema: runSchema,
  command: request.command,
  startedAt,
  finishedAt: new Date().toISOString(),
  tool: { version, node: process.versions.node },
  host: thisHost(),
  target: {
    url: request.target.url,
    host: request.target.host,
    port: request.target.port,
    embedded: request.embedded,
    preset: valueOf(gathered, 'auth-surface')?.preset ?? null,
    authUrl: request.target.auth?.url ?? null,
    server: serverFacts(gathered),
  },
  evidence: gathered.evidence,
  flows: request.load?.suites ?? [],
  suites: gathered.suites,
  secondOpinions: gathered.secondOpinions,
  sent: gathered.sent,
  policy: request.policy,
  timeLimit: request.timeLimitMs === null ? null : { ms: request.timeLimitMs, reached: gathered.limitReached },
  reproduce: request.reproduce,
});

type Conclusions = Omit<Run, keyof Facts>;

/** The run with the conclusions from the evidence. */
function judgedRun(request: RunRequest, gathered: Gathered, facts: Facts): Run {
  const subject = subjectOf(request);
  const readings = readingsOf(request, gathered);
  const findings = findingsOf(commandPlans[request.command].audits, readings, subject);
  const underThis = underProfile(request, gathered, checksOf(checksFor(request), readings, subject));
  const { checks } = underThis;
  const unchosen = request.signIn === null ? [] : unchosenText(commandPlans[request.command].checks, request.checks);

  const thresholds = applicableThresholds(request, gathered.missing);
  const verdicts = judgeThresholds(thresholds, gathered.suites, findings);
  const visited = valueOf(gathered, 'addresses');
  const addresses = visited === undefined ? [] : addressTable(visited);
  const { limitReached } = gathered;
  const silences = silencesIn(
    { ...request, thresholds, load: presentLoad(request, gathered.missing) },
    gathered.suites,
  );
  const measured = { silences, limitReached, hasResult: hasResult(request, { addresses, checks }) };
  // An incomplete run may have missed a required measurement, so it cannot pass.
  const cut = limitReached !== null || silences.length > 0;
  const onTargets = worst([...verdicts.map(({ verdict }) => verdict), ...(cut ? (['inconclusive'] as const) : [])]);
  const { comparison, uncompared } = comparedWithBaseline(request.baseline, facts);
  const judgement = { ...measured, verdict: onTargets, verdicts, findings, checks, comparison, ended: gathered.ended };
  const made: Omit<Run, 'against'> = {
    ...facts,
    addresses,
    clients: clientsOf(gathered, subject),
    findings,
    ...underThis,
    verdicts,
    comparison,
    notChecked: [...uncompared, ...unchosen, ...notChecked(request, gathered)],
    verdict: worst([
      onTargets,
      ...(comparison === null ? [] : [verdictOfComparison(comparison)]),
      ...withoutThreshold(judgement),
    ]),
    exit: exitOf(judgement, request.policy),
  };
  const { before } = request;
  return { ...made, against: before === null ? null : judgeAgainst(withTexts(before, maskedInRun), made) };
}

/** Where judging threw an internal error. The measurements are kept. */
const unjudged = (ended: NonNullable<Gathered['ended']>): Conclusions => ({
  addresses: [],
  clients: [],
  findings: [],
  checks: [],
  verdicts: [],
  against: null,
  comparison: null,
  notChecked: ['conclusions: judging the measurements ended in an internal error'],
  verdict: 'inconclusive',
  exit: exitOfEnd(ended),
});

/** Token checks need an account. */
const checksFor = ({ command, signIn, checks }: RunRequest): readonly AnySecurityAudit[] =>
  signIn === null ? [] : chosenOf(commandPlans[command].checks, checks);

/** The evidence that the audits of the command and the run itself read. */
const kindsFor = (request: RunRequest): readonly EvidenceKind[] => {
  const { audits, reads, leavesOut } = commandPlans[request.command];
  return [
    ...[...evidenceFor([...audits, ...checksFor(request)])].filter((kind) => leavesOut?.has(kind) !== true),
    ...reads,
    ...(request.realClients ? (['real-clients'] as const) : []),
  ];
};

/** The evidence, with the load trials where there was a load. */
const readingsOf = ({ load }: RunRequest, { evidence, suites }: Gathered): readonly Reading[] => [
  ...evidence,
  ...(load === null ? [] : [{ kind: 'load-trials', outcome: got({ trials: suites }) } as const]),
];

function clientsOf(gathered: Gathered, subject: Subject): Run['clients'] {
  const addresses = valueOf(gathered, 'addresses');
  if (addresses === undefined) return [];
  const [names, real] = [valueOf(gathered, 'name-service'), valueOf(gathered, 'real-clients')];
  return clientTable({ addresses, names, real }, subject);
}
