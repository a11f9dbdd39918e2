import type { Outcome } from './outcome.ts';
import type { BodyEnd, Silence } from './silence.ts';
import type { SuiteResult } from './suite.ts';

export type Family = 4 | 6;
export type ConnectOutcome = 'accepted' | 'refused' | 'timed-out' | 'reset' | 'unreachable';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: Family;
}

/** What getaddrinfo says for one name, in its own order, asked as most clients ask (no AI_ADDRCONFIG). */
export interface Resolution {
  readonly name: string;
  /** One entry a lookup: the first is cold, the others find warm caches. None for an address literal. */
  readonly lookupsMs: readonly number[];
  readonly answer: Outcome<readonly ResolvedAddress[]>;
}

/** One new connection: how its TCP connect ended and, where it was accepted, one GET on it. Times in ms since its own start. */
export interface ColdVisit {
  readonly connect: ConnectOutcome;
  readonly connectMs: number;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
}

/** One GET on a connection that was open already, in ms since the write. */
export interface WarmVisit {
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** Everything measured for one address as one name reaches it. `order` is its place in the resolver's answer. */
export interface AddressVisits {
  readonly name: string;
  readonly address: string;
  readonly family: Family;
  readonly order: number;
  readonly cold: readonly ColdVisit[];
  readonly warm: readonly WarmVisit[];
  /** Status line facts of the last answer; null when no HTTP answer came. */
  readonly answer: { readonly status: number; readonly server: string | null } | null;
  /** How the body of the last answer ended. */
  readonly body: BodyEnd | null;
  /** Why an accepted connection gave no HTTP answer. */
  readonly silence: Silence | null;
  /** How often each status came, over all visits; empty in runs saved before it was kept. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Where the last redirect led, without query and fragment; it is never followed. */
  readonly location: string | null;
  /** From the request to the first byte of the first answer and of the slowest one, the connect excluded. */
  readonly firstAnswerMs: number | null;
  readonly slowestAnswerMs: number | null;
  /** Visits on an accepted connection that got no answer, each with how long it was waited for. */
  readonly unanswered: readonly Unanswered[];
}

/** `code` is the kind of silence. */
export interface Unanswered {
  readonly code: string;
  readonly waitedMs: number;
}

export interface Addresses {
  readonly resolutions: readonly Resolution[];
  readonly visits: readonly AddressVisits[];
}

/** One line of the hosts file that names the host under question or `localhost`. */
export interface HostsLine {
  readonly address: string;
  readonly names: readonly string[];
}

/** How this machine turns names into addresses: its files, and what they lead to. Null where a file is not there. */
export interface NameService {
  readonly hosts: readonly HostsLine[] | null;
  /** The `hosts:` line of nsswitch.conf. */
  readonly nsswitch: string | null;
  /** `precedence`, `label` and `scopev4` lines of gai.conf: any of them reorders families. */
  readonly gaiConf: readonly string[];
  readonly search: readonly string[];
  readonly nameservers: readonly string[];
  /** The answer with AI_ADDRCONFIG, as Node asks for it off Windows. */
  readonly addrconfig: Outcome<readonly ResolvedAddress[]>;
  /** One lookup of the name with a dot at its end, which skips the search domains; null where that means nothing. */
  readonly dottedMs: number | null;
}

/** Loopback itself, apart from the target: a listener of our own and a port that is certainly closed, per family. */
export interface LoopbackBaseline {
  readonly families: readonly {
    readonly family: Family;
    readonly address: string;
    /** Connects to our own listener; empty where the machine has no such address. */
    readonly openMs: readonly number[];
    readonly closed: { readonly connect: ConnectOutcome; readonly connectMs: number };
  }[];
}

/** What the environment tells clients about proxies. Hosts only: a proxy URL may carry a password. */
export interface ProxyEnvironment {
  readonly variable: string | null;
  readonly proxyHost: string | null;
  readonly noProxy: readonly string[];
}

/** TCP counters of the whole machine, or their growth: a hint beside a measurement, never a proof by itself. */
export interface KernelCounters {
  readonly delayedAcks: number;
  readonly synRetransmits: number;
  readonly listenOverflows: number;
}

/** Connects by a program that leaves Windows' retries as they are; see `gather/network/windows-connects.ts`. */
export interface WindowsConnects {
  readonly connects: readonly { readonly address: string; readonly accepted: boolean; readonly connectMs: number }[];
}

/** What installed clients took for one new connection and one GET; `ms` is null when there was no answer. */
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
}

/**
 * The same GET on new and on kept-alive connections, in turn.
 * `reused[k]` is the (k+1)-th request of its connection; a server that closes after each answer leaves it empty.
 */
export interface KeepAlive {
  readonly fresh: readonly WarmVisit[];
  readonly reused: readonly WarmVisit[];
  /** Growth of the kernel's DelayedACKs counter meanwhile, machine-wide; null where there is no such counter. */
  readonly delayedAcks: number | null;
}

/** Which auth stack the target speaks, and how that was found out. `assumed` is in runs of version 0.1 alone. */
export interface AuthSurface {
  readonly preset: string;
  readonly how: 'asked-for' | 'detected' | 'assumed';
  readonly apiPath: string;
}

/**
 * How one presentation of a token was answered. `granted` means that what was asked for came back, whatever the status;
 * status 0 means that no answer came.
 */
export interface Presented {
  readonly status: number;
  readonly granted: boolean;
}

export interface RotationExchange {
  /** Whether the sign-in handed out a refresh token at all. */
  readonly issued: boolean;
  /** Whether the first refresh brought a refresh token other than the one presented. */
  readonly successor: 'new' | 'same' | 'none';
  readonly reuse: Presented;
  readonly newestAfterReuse: Presented | null;
}

export interface RaceTrial {
  readonly statuses: Readonly<Record<string, number>>;
  readonly granted: number;
  readonly distinctSuccessors: number;
  readonly usableSuccessors: number;
}

export interface RaceExchange {
  readonly atOnce: number;
  readonly trials: readonly RaceTrial[];
}

export interface LogoutExchange {
  /** Null where the stack has no logout route. */
  readonly logout: Presented | null;
  readonly refreshAfter: Presented;
  readonly accessAfter: Presented;
}

export interface TokenLifetimes {
  readonly accessS: number | null;
  readonly refreshS: number | null;
}

/** The trials of the load, of every suite and arm. A Run holds them once, as `suites`. */
export interface LoadTrials {
  readonly trials: readonly SuiteResult[];
}

/** The kinds of evidence and what each holds: what audits may name. */
export interface EvidenceValues {
  readonly addresses: Addresses;
  readonly listeners: Listeners;
  readonly 'name-service': NameService;
  readonly 'loopback-baseline': LoopbackBaseline;
  readonly 'proxy-environment': ProxyEnvironment;
  /** Growth while the addresses were visited. */
  readonly 'kernel-counters': KernelCounters;
  readonly 'real-clients': RealClients;
  readonly 'windows-connects': WindowsConnects;
  readonly 'keep-alive': KeepAlive;
  readonly 'auth-surface': AuthSurface;
  readonly rotation: RotationExchange;
  readonly race: RaceExchange;
  readonly logout: LogoutExchange;
  readonly lifetimes: TokenLifetimes;
  readonly 'load-trials': LoadTrials;
}

export type EvidenceKind = keyof EvidenceValues;
/** What a member of `gather/` brings; the load makes the rest. */
export type GatheredKind = Exclude<EvidenceKind, 'load-trials'>;

/** What audits read of a piece of evidence. */
export type Reading<K extends EvidenceKind = EvidenceKind> = {
  readonly [P in K]: { readonly kind: P; readonly outcome: Outcome<EvidenceValues[P]> };
}[K];

/** A piece of evidence as a Run holds it. */
export type Evidence<K extends GatheredKind = GatheredKind> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly takenAt: string;
    readonly tookMs: number;
    readonly outcome: Outcome<EvidenceValues[P]>;
  };
}[K];
