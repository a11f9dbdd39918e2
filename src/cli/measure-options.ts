import type { Arrivals } from '../load/plan/contract.ts';
import type { WrittenThreshold } from '../judge/threshold-grammar.ts';
import type { Depth } from '../model/depth.ts';
import type { ExitPolicy } from '../model/policy.ts';
import type { SuiteId } from '../model/suite.ts';
import type { Format } from '../render/contract.ts';
import type { ImportFlags } from './import-options.ts';
import type { RequestOptions } from './request-options.ts';
import { type ClientOptions, clientSourceOf } from './oauth-client.ts';
import type { MeasureSettings } from './measure-settings.ts';

/** The options of run, diagnose, load, verify and clients, with the values parsed by commander. */
export interface MeasureOptions extends RequestOptions, ImportFlags, ClientOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  readonly next?: boolean;
  readonly config?: string;
  readonly server?: string;
  readonly out?: string;
  readonly timeout?: number;
  readonly wait?: number;
  readonly timeLimit?: number;
  readonly format?: readonly Format[];
  readonly user?: string;
  readonly passwordFile?: string;
  readonly accountsFile?: string;
  readonly preset?: string;
  readonly api?: string;
  readonly authUrl?: string;
  readonly suite?: readonly SuiteId[];
  readonly connections?: number;
  readonly processes?: number;
  readonly requests?: number;
  readonly duration?: number;
  readonly rate?: number;
  readonly arrivals?: Arrivals;
  readonly seed?: number;
  readonly untilSure?: true;
  readonly maxTime?: number;
  readonly findCapacity?: true;
  readonly hlog?: string;
  readonly samples?: string;
  readonly secondOpinion?: true;
  readonly target?: readonly WrittenThreshold[];
  readonly profile?: string;
  readonly failOn?: NonNullable<ExitPolicy['failOn']>;
  readonly onInconclusive?: ExitPolicy['onInconclusive'];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly allowRemote?: string;
  readonly allowLockout?: true;
  readonly intrusive?: true;
  readonly longestGrace?: number;
  readonly signingKeyEnv?: string;
  readonly auditLog?: string;
  readonly against?: string;
  readonly saveBaseline?: string;
  readonly baseline?: string;
  readonly real?: true;
  readonly quick?: true;
  readonly deep?: true;
}

export const settingsFromFlags = (options: MeasureOptions): MeasureSettings => ({
  choices: {
    user: options.user,
    preset: options.preset,
    apiPath: options.api,
    authUrl: options.authUrl,
    suites: options.suite,
    connections: options.connections,
    processes: options.processes,
    requests: options.requests,
    durationMs: options.duration,
    rate: options.rate,
    arrivals: options.arrivals,
    seed: options.seed,
    untilSure: options.untilSure,
    maxTimeMs: options.maxTime,
    findCapacity: options.findCapacity,
    hlog: options.hlog,
    samples: options.samples,
    secondOpinion: options.secondOpinion,
    targets: options.target,
    profile: options.profile,
    failOn: options.failOn,
    onInconclusive: options.onInconclusive,
    only: options.only,
    skip: options.skip,
    allowRemote: options.allowRemote,
    allowLockout: options.allowLockout,
    intrusive: options.intrusive,
    longestGraceMs: options.longestGrace,
    auditLog: options.auditLog,
    timeoutMs: options.timeout,
    waitMs: options.wait,
    timeLimitMs: options.timeLimit,
    realClients: options.real,
    depth: depthOf(options),
  },
  password: options.passwordFile === undefined ? null : { from: 'file', path: options.passwordFile },
  accountsFile: options.accountsFile ?? null,
  client: clientSourceOf(options),
  signingKeyEnv: options.signingKeyEnv ?? null,
  formats: options.format ?? null,
  out: options.out ?? null,
});

function depthOf({ quick, deep }: MeasureOptions): Depth | undefined {
  if (quick === true) return 'quick';
  return deep === true ? 'deep' : undefined;
}
