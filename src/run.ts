import { audits, checksOf, evidenceFor, findingsOf, securityAudits } from './audit/index.ts';
import { clientLedger } from './audit/client-ledger.ts';
import type { AnyAudit, AnySecurityAudit, Subject } from './audit/contract.ts';
import type { SignInContext } from './gather/context.ts';
import { type Gathered, nothingGathered } from './gather/gathered.ts';
import { thisHost } from './gather/host.ts';
import type { ArmSubject } from './gather/compare/index.ts';
import { gather } from './gather/index.ts';
import type { LoadPlan } from './gather/passes.ts';
import { boundedBy } from './gather/time-limit.ts';
import { compareTimes, leftOut, timeOfBaseline, timeOfRun } from './judge/compare/comparison.ts';
import { addressTable } from './judge/address-table.ts';
import { judgeAgainst } from './judge/against.ts';
import { verdictOfComparison } from './judge/compare/verdict.ts';
import { exitOf, withoutThreshold } from './judge/exit.ts';
import { knowsSomething, silencesIn } from './judge/silence.ts';
import type { PerformanceTarget } from './judge/target-grammar.ts';
import { judgeTargets, worst } from './judge/verdicts.ts';
import type { Addresses, EvidenceKind, EvidenceValues } from './model/evidence.ts';
import type { ExitPolicy } from './model/policy.ts';
import type { Watcher } from './model/progress.ts';
import type { Baseline } from './model/baseline.ts';
import type { Comparison } from './model/comparison.ts';
import { type Command, type Run, runSchema, type ServerFacts } from './model/run.ts';
import { authority, isLoopbackAddress, type Target } from './model/target.ts';
import { version } from './version.ts';

/** Everything a run depends on. Plain values and a signal: the same request makes the same kind of run from code or CLI. */
export interface RunRequest {
  readonly command: Command;
  readonly target: Target;
  /** Whether the target is the reference server that was started for this run. */
  readonly embedded: boolean;
  readonly signIn: Pick<SignInContext, 'credentials' | 'preset' | 'apiPath'> | null;
  readonly load: LoadPlan | null;
  readonly targets: readonly PerformanceTarget[];
  /** The suites that were asked for by name: each must bring a right answer, whether it has a target or not. */
  readonly askedSuites: readonly string[];
  readonly policy: ExitPolicy;
  readonly allowRemote: string | null;
  /** Whether the clients installed here are started and timed. */
  readonly realClients: boolean;
  /** An earlier run to set this one beside. */
  readonly before: Run | null;
  /** The reference server beside the target, to divide the machine out; null where nothing is compared later. */
  readonly reference: ArmSubject | null;
  /** What was kept of an earlier run, to be compared with. */
  readonly baseline: Baseline | null;
  readonly reproduce: string;
  readonly signal: AbortSignal;
  readonly watch: Watcher;
  /** Bound of one connect, and of one answer to a probe. */
  readonly timeoutMs: number;
  /** How long to wait for a first answer before anything is measured; null where it has to be there. */
  readonly waitMs: number | null;
  /** Bound of all measuring; null where there is none. */
  readonly timeLimitMs: number | null;
}

/**
 * gather → audit → judge. Whatever ends gathering early, the run that comes back holds all that was measured, and its
 * `exit` says what happened.
 * @throws ToolError for mistakes in the request; never for what the target does.
 */
export async function run(request: RunRequest): Promise<Run> {
  const startedAt = new Date().toISOString();
  const [chosen, security] = chosenFor(request);
  const kinds = new Set([...evidenceFor([...chosen, ...security]), ...ledgerKinds(request)]);
  const gathered = nothingGathered();
  await gatherBounded(request, kinds, gathered);

  const subject: Subject = { target: request.target, platform: process.platform };
  const findings = findingsOf(chosen, gathered.evidence, subject);
  const checks = checksOf(security, gathered.evidence, subject);

  const verdicts = judgeTargets(request.targets, gathered.suites, findings);
  const visited = valueOf(gathered, 'addresses');
  const addresses = visited === undefined ? [] : addressTable(visited);
  const host = thisHost();
  const { limitReached } = gathered;
  const silences = silencesIn(request, gathered.suites);
  const measured = { silences, limitReached, knowsSomething: knowsSomething(request, { addresses, checks }) };
  // A run that was cut short may have missed what it was asked for: that is no pass.
  const cut = limitReached !== null || silences.length > 0;
  const onTargets = worst([...verdicts.map(({ verdict }) => verdict), ...(cut ? (['inconclusive'] as const) : [])]);
  const { comparison, uncompared } = besideBaseline(request.baseline, { suites: gathered.suites, host, startedAt });
  const judgement = { ...measured, verdict: onTargets, verdicts, findings, checks, comparison, ended: gathered.ended };
  const made: Omit<Run, 'against'> = {
    schema: runSchema,
    command: request.command,
    startedAt,
    finishedAt: new Date().toISOString(),
    tool: { version, node: process.versions.node },
    host,
    target: {
      url: request.target.url,
      host: request.target.host,
      port: request.target.port,
      embedded: request.embedded,
      preset: valueOf(gathered, 'auth-surface')?.preset ?? null,
      server: serverFacts(gathered),
    },
    evidence: gathered.evidence,
    addresses,
    clients: ledger(gathered, subject),
    findings,
    suites: gathered.suites,
    secondOpinions: gathered.secondOpinions,
    checks,
    verdicts,
    policy: request.policy,
    comparison,
    timeLimit: timeLimitOf(request, gathered),
    notChecked: [...uncompared, ...notChecked(request, gathered)],
    reproduce: request.reproduce,
    verdict: worst([
      onTargets,
      ...(comparison === null ? [] : [verdictOfComparison(comparison)]),
      ...withoutThreshold(judgement),
    ]),
    exit: exitOf(judgement, request.policy),
  };
  return { ...made, against: request.before === null ? null : judgeAgainst(request.before, made) };
}

async function gatherBounded(request: RunRequest, kinds: ReadonlySet<EvidenceKind>, gathered: Gathered): Promise<void> {
  const bounded = boundedBy(request.signal, request.timeLimitMs);
  try {
    await gather({ ...request, kinds }, { ...request, signal: bounded.signal }, gathered);
  } finally {
    bounded.release();
  }
}

const timeLimitOf = ({ timeLimitMs }: RunRequest, { limitReached }: Gathered): Run['timeLimit'] =>
  timeLimitMs === null ? null : { ms: timeLimitMs, reached: limitReached };

/** What a baseline says of this run, and of which suites it can say nothing. */
function besideBaseline(
  baseline: Baseline | null,
  made: Pick<Run, 'suites' | 'host' | 'startedAt'>,
): { readonly comparison: Comparison | null; readonly uncompared: readonly string[] } {
  if (baseline === null) return { comparison: null, uncompared: [] };
  const [then, now] = [timeOfBaseline(baseline), timeOfRun(made, { kind: 'live', label: 'this run' })];
  const measured = [...baseline.standings, ...made.suites].map(({ suite }) => suite);
  return { comparison: compareTimes(then, now), uncompared: leftOut(then, now, measured) };
}

function chosenFor({ command }: RunRequest): readonly [readonly AnyAudit[], readonly AnySecurityAudit[]] {
  switch (command) {
    case 'run':
      return [audits, securityAudits];
    case 'diagnose':
    case 'load':
      return [audits, []];
    case 'verify':
      return [[], securityAudits];
    case 'clients':
    case 'compare':
      return [[], []];
    default:
      return command satisfies never;
  }
}

/** The ledger needs no audit to ask for its evidence. */
const ledgerKinds = ({ command, realClients }: RunRequest): readonly EvidenceKind[] => [
  ...(command === 'verify' ? [] : (['name-service'] as const)),
  ...(realClients ? (['real-clients'] as const) : []),
];

function ledger(gathered: Gathered, subject: Subject): Run['clients'] {
  const addresses = valueOf(gathered, 'addresses');
  if (addresses === undefined) return [];
  const [names, real] = [valueOf(gathered, 'name-service'), valueOf(gathered, 'real-clients')];
  return clientLedger({ addresses, names, real }, subject);
}

function valueOf<K extends EvidenceKind>({ evidence }: Gathered, kind: K): EvidenceValues[K] | undefined {
  const piece = evidence.find((candidate) => candidate.kind === kind);
  return piece?.outcome.ok === true ? (piece.outcome.value as EvidenceValues[K]) : undefined;
}

function serverFacts(gathered: Gathered): ServerFacts {
  const listeners = valueOf(gathered, 'listeners')?.listeners ?? [];
  const answered = valueOf(gathered, 'addresses')?.visits.find(({ answer }) => answer !== null);
  const { pid = null, command = null } = listeners[0] ?? {};
  return {
    product: answered?.answer?.server ?? null,
    pid,
    command,
    listens: listeners.map(({ address, port }) => authority(address, port)),
  };
}

/** What the name leads to besides this machine, and what follows from leaving it alone. */
function notContacted({ host }: Target, addresses: Addresses | undefined): readonly string[] {
  const untried = (addresses?.visits ?? []).filter(({ name, cold }) => name === host && cold.length === 0);
  const elsewhere = untried.map(({ address }) => address).filter((address) => !isLoopbackAddress(address));
  return elsewhere.length === 0
    ? []
    : [`${elsewhere.join(', ')}, to which ${host} also leads, and what clients feel there (--allow-remote ${host})`];
}

/** One line for each thing that a reader might take for checked. */
function notChecked({ target, load, command }: RunRequest, gathered: Gathered): readonly string[] {
  const unmeasured = (load?.suites ?? []).filter((name) => !gathered.suites.some(({ suite }) => suite === name));
  const listeners = gathered.evidence.find(({ kind }) => kind === 'listeners');
  return [
    ...(gathered.limitReached === null ? [] : [gathered.limitReached]),
    ...unmeasured.map((suite) => `${suite}: not measured`),
    ...(target.scheme === 'http' ? ['TLS (plain http)'] : ['the price of the TLS handshake by itself']),
    ...notContacted(target, valueOf(gathered, 'addresses')),
    ...(listeners?.outcome.ok === false ? [`who listens (${listeners.outcome.message})`] : []),
    ...(process.platform === 'win32' ? [] : [`Windows' own connect retries (this is ${process.platform})`]),
    ...(load === null && command !== 'verify' ? ['latency under load (whyslow run does)'] : []),
  ];
}
