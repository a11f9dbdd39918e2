import type { Outcome } from './outcome.ts';
import type { BodyEnd, Silence } from './silence.ts';
import type { RawExchanges } from './raw-exchanges.ts';
import type { ResponseFacts } from './response-facts.ts';
import type { IdleConnection } from './idle-connection.ts';
import type { IdleGap } from './idle-gap.ts';
import type { OpenConnections } from './open-connections.ts';
import type { TlsHandshakes } from './tls-handshakes.ts';
import type { FlowWaits, ServerWaits } from './waits.ts';
import type { ListenQueue } from './listen-queue.ts';
import type { Slope } from './slope.ts';
import type { Redirects } from './redirects.ts';
import type { Preflight } from './preflight.ts';
import type { RouteVariants } from './route-variants.ts';
import type { Payload } from './payload.ts';
import type { Encodings } from './encodings.ts';
import type { ServerProcesses } from './server-process.ts';
import type { Machine } from './machine.ts';
import type { Throttling } from './throttling.ts';
import type { SuiteResult } from './suite.ts';
import type { AuthEvidence } from './auth-evidence-values.ts';

export type Family = 4 | 6;
export type ConnectOutcome = 'accepted' | 'refused' | 'timed-out' | 'reset' | 'unreachable';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: Family;
}

/** The result of getaddrinfo for one name, in its order, without AI_ADDRCONFIG as most clients call it. */
export interface Resolution {
  readonly name: string;
  /** One entry per lookup: the first has cold caches, the others warm ones. Empty for an address literal. */
  readonly lookupsMs: readonly number[];
  readonly answer: Outcome<readonly ResolvedAddress[]>;
}

/** One new connection: the result of its TCP connect and, if accepted, one GET. Times in ms since its start. */
export interface ColdVisit {
  readonly connect: ConnectOutcome;
  readonly connectMs: number;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
}

/** One GET on an open connection, in ms since the write. */
export interface WarmVisit {
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** All measurements of one address of one name. `order` is its position in the resolver's result. */
export interface AddressVisits {
  readonly name: string;
  readonly address: string;
  readonly family: Family;
  readonly order: number;
  readonly cold: readonly ColdVisit[];
  readonly warm: readonly WarmVisit[];
  /** Status and Server header of the last response; null without an HTTP response. */
  readonly answer: { readonly status: number; readonly server: string | null } | null;
  /** How the body of the last response ended. */
  readonly body: BodyEnd | null;
  /** Why an accepted connection gave no HTTP response. */
  readonly silence: Silence | null;
  /** The count of each status over all visits; empty in runs saved before this field existed. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The target of the last redirect, without query and fragment. Redirects are never followed. */
  readonly location: string | null;
  /** Head and body of the last response; null without one, and in runs saved before this field existed. */
  readonly response: ResponseFacts | null;
  /** From the request to the first byte, without the connect: of the first response and of the slowest. */
  readonly firstAnswerMs: number | null;
  readonly slowestAnswerMs: number | null;
  /** Visits without a response on an accepted connection, each with the waiting time. */
  readonly unanswered: readonly Unanswered[];
}

/** `code` is the kind of `Silence`. */
export interface Unanswered {
  readonly code: string;
  readonly waitedMs: number;
}

export interface Addresses {
  readonly resolutions: readonly Resolution[];
  readonly visits: readonly AddressVisits[];
}

/** One line of the hosts file that names the target's host or `localhost`. */
export interface HostsLine {
  readonly address: string;
  readonly names: readonly string[];
}

/** The name resolution of this machine: its files and their effect. Null if a file is missing. */
export interface NameService {
  readonly hosts: readonly HostsLine[] | null;
  /** The `hosts:` line of nsswitch.conf. */
  readonly nsswitch: string | null;
  /** The `precedence`, `label` and `scopev4` lines of gai.conf. Each can reorder address families. */
  readonly gaiConf: readonly string[];
  readonly search: readonly string[];
  readonly nameservers: readonly string[];
  /** The addresses with AI_ADDRCONFIG, which Node sets except on Windows. */
  readonly addrconfig: Outcome<readonly ResolvedAddress[]>;
  /** The time of one lookup of the name with a trailing dot, which skips search domains; null if not applicable. */
  readonly dottedMs: number | null;
}

/** Loopback without the target: connects to a listener of whyslow and to a closed port, per address family. */
export interface LoopbackBaseline {
  readonly families: readonly {
    readonly family: Family;
    readonly address: string;
    /** Connects to the listener of whyslow; empty if the machine has no such address. */
    readonly openMs: readonly number[];
    readonly closed: { readonly connect: ConnectOutcome; readonly connectMs: number };
  }[];
}

/** The proxy variables of the environment. Hosts only, because a proxy URL may contain a password. */
export interface ProxyEnvironment {
  readonly variable: string | null;
  readonly proxyHost: string | null;
  readonly noProxy: readonly string[];
}

/** TCP counters of the whole machine, or their growth. They support a measurement and prove nothing alone. */
export interface KernelCounters {
  readonly delayedAcks: number;
  readonly synRetransmits: number;
  readonly listenOverflows: number;
}

/** Connects by a program that keeps the connect retries of Windows; see `gather/network/windows-connects.ts`. */
export interface WindowsConnects {
  readonly connects: readonly { readonly address: string; readonly accepted: boolean; readonly connectMs: number }[];
}

/** The time of one new connection and one GET per installed client; `ms` is null without a response. */
export interface RealClients {
  readonly times: readonly {
    readonly id: string;
    readonly version: string;
    readonly ms: number | null;
    readonly because: string | null;
  }[];
}

export interface Listener {
  readonly address: string;
  readonly family: Family;
  readonly port: number;
  readonly pid: number | null;
  readonly command: string | null;
}

export interface Listeners {
  readonly listeners: readonly Listener[];
  /** The other ports with a listener, ascending, where none has the port of the target; else empty. */
  readonly otherPorts: readonly OtherPort[];
}

export interface OtherPort {
  readonly port: number;
  /** The first word of the command line, without its folder; null where the process belongs to another user. */
  readonly program: string | null;
}

/**
 * The same GET on new and on kept-alive connections. `reused` holds all requests of a connection but its first; it is empty
 * if the server closes after each response.
 */
export interface KeepAlive {
  readonly fresh: readonly WarmVisit[];
  readonly reused: readonly WarmVisit[];
  /** Growth of the kernel's DelayedACKs counter during these requests, machine-wide; null without that counter. */
  readonly delayedAcks: number | null;
}

/** The load trials of every suite and arm. A Run stores them as `suites`. */
export interface LoadTrials {
  readonly trials: readonly SuiteResult[];
}

/** The kinds of evidence that audits can request, and the value of each. */
export interface EvidenceValues extends AuthEvidence {
  readonly addresses: Addresses;
  readonly listeners: Listeners;
  readonly 'name-service': NameService;
  readonly 'loopback-baseline': LoopbackBaseline;
  readonly 'proxy-environment': ProxyEnvironment;
  /** Growth while the addresses were visited. */
  readonly 'kernel-counters': KernelCounters;
  readonly 'listen-queue': ListenQueue;
  readonly 'real-clients': RealClients;
  readonly 'windows-connects': WindowsConnects;
  readonly 'keep-alive': KeepAlive;
  readonly slope: Slope;
  readonly 'raw-exchanges': RawExchanges;
  readonly 'open-connections': OpenConnections;
  readonly 'idle-connection': IdleConnection;
  readonly 'idle-gap': IdleGap;
  readonly 'tls-handshakes': TlsHandshakes;
  readonly waits: ServerWaits;
  readonly 'flow-waits': FlowWaits;
  readonly 'load-trials': LoadTrials;
  readonly redirects: Redirects;
  readonly preflight: Preflight;
  readonly 'route-variants': RouteVariants;
  readonly payload: Payload;
  readonly encodings: Encodings;
  readonly process: ServerProcesses;
  readonly machine: Machine;
  readonly throttling: Throttling;
}

export type EvidenceKind = keyof EvidenceValues;
/** The kinds that `gather/` produces. The load trials are no piece of evidence of their own in a run. */
export type GatheredKind = Exclude<EvidenceKind, 'load-trials'>;

/** The part of a piece of evidence that audits read. */
export type Reading<K extends EvidenceKind = EvidenceKind> = {
  readonly [P in K]: { readonly kind: P; readonly outcome: Outcome<EvidenceValues[P]> };
}[K];

/** A piece of evidence as a Run stores it. */
export type Evidence<K extends GatheredKind = GatheredKind> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly takenAt: string;
    readonly tookMs: number;
    readonly outcome: Outcome<EvidenceValues[P]>;
  };
}[K];
