import type { AnyAudit, AnySecurityAudit } from '../audit/contract.ts';
import { audits, securityAudits, insideAudits } from '../audit/index.ts';
import type { EvidenceKind } from '../model/evidence.ts';
import type { Command } from '../model/run.ts';

/** A comparison measures two servers, and is a pipeline of its own. */
export type MeasureCommand = Exclude<Command, 'compare'>;

/** What one command does. */
interface CommandPlan {
  /** The line of the help. */
  readonly title: string;
  /** Whether it signs in, and whether it measures under load then. */
  readonly account: 'none' | 'signs-in' | 'signs-in-and-loads';
  readonly audits: readonly AnyAudit[];
  readonly checks: readonly AnySecurityAudit[];
  /** Evidence that the run itself reads, beside its audits. */
  readonly reads: readonly EvidenceKind[];
  /** Evidence that its audits could use, and that it does not gather. */
  readonly leavesOut?: ReadonlySet<EvidenceKind>;
}

/** `target.server`, the address table and the comparison with an earlier run read these. */
const ALWAYS: readonly EvidenceKind[] = ['addresses', 'listeners'];
/** The prediction for each client reads how names are resolved. */
const WITH_CLIENTS: readonly EvidenceKind[] = [...ALWAYS, 'name-service'];

/** What a load shows better than single requests do, and what would send requests that the load does not have. */
const besideLoad: ReadonlySet<EvidenceKind> = new Set([
  'slope',
  'redirects',
  'preflight',
  'route-variants',
  'payload',
  'encodings',
  'idle-connection',
  'idle-gap',
]);
const loadAudits = audits.filter(({ needs }) => !needs.some((kind) => besideLoad.has(kind)));

/** One row for each command that measures one server. */
export const commandPlans: Readonly<Record<MeasureCommand, CommandPlan>> = {
  diagnose: {
    title: 'probe the server, name the cause and the fix',
    account: 'none',
    audits,
    checks: [],
    reads: WITH_CLIENTS,
  },
  run: {
    title: 'diagnose, load suites, security checks, verdicts, report',
    account: 'signs-in-and-loads',
    audits,
    checks: securityAudits,
    reads: WITH_CLIENTS,
  },
  load: {
    title: 'measure the load suites alone; without an account: GET of the URL',
    account: 'signs-in-and-loads',
    audits: loadAudits,
    leavesOut: besideLoad,
    checks: [],
    reads: WITH_CLIENTS,
  },
  clients: {
    title: 'predict how long each client stack waits on a new connection',
    account: 'none',
    audits: [],
    checks: [],
    reads: WITH_CLIENTS,
  },
  waits: {
    title: 'show what the server does and waits for during a request (Linux; less on macOS and Windows)',
    account: 'none',
    audits: insideAudits,
    checks: [],
    reads: ALWAYS,
  },
  verify: {
    title: 'make the security checks of tokens alone',
    account: 'signs-in',
    audits: [],
    checks: securityAudits,
    reads: ALWAYS,
  },
};

/** A command that needs an account signs in; a load without one measures GET of the URL. */
export function signsIn(command: MeasureCommand, accounts: readonly unknown[]): boolean {
  const { account } = commandPlans[command];
  return account === 'signs-in' || (account === 'signs-in-and-loads' && accounts.length > 0);
}

export const usesAccount = (command: MeasureCommand): boolean => commandPlans[command].account !== 'none';
export const checks = (command: MeasureCommand): boolean => commandPlans[command].checks.length > 0;
export const loads = (command: MeasureCommand): boolean => commandPlans[command].account === 'signs-in-and-loads';
