/** The results of `npm run bench:scale`, and the arithmetic that docs/scale.md makes of them. */

export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly node: string;
  readonly day: string;
}

interface Cost {
  readonly perSecond: number;
  readonly workersUs: number;
  readonly redisUs: number;
  readonly nginxUs: number;
  readonly redisRuns: { readonly scripts: number; readonly executed: number };
  readonly machine: Machine;
}

interface Bytes {
  readonly userBytes: number;
  readonly sessionBytes: number;
  readonly rotationBytes: number;
  readonly auditBytes: number;
  readonly machine: Machine;
}

interface Kill {
  readonly answered: number;
  readonly missing: number;
  readonly reusable: number;
  readonly windowMs: number | null;
}

export interface ScaleResults {
  readonly costs: Readonly<Record<string, Cost>>;
  readonly memory: Readonly<Record<string, Bytes>>;
  readonly failover: Readonly<Record<string, Kill>>;
}

export const suites = ['refresh', 'api', 'login'] as const;
export type Suite = (typeof suites)[number];

export const parts = ['workers', 'Redis', 'nginx'] as const;
export type Part = (typeof parts)[number];

/** The CPU µs of each part for one request, the medians of the rounds. */
export type Costs = Readonly<Record<Suite, Readonly<Record<Part | 'perSecond' | 'scripts' | 'commands', number>>>>;

export function costsOf({ costs }: ScaleResults): Costs {
  const of = (suite: Suite): Costs[Suite] => {
    const rounds = Object.entries(costs).flatMap(([id, cost]) => (id.startsWith(`${suite} `) ? [cost] : []));
    const middle = (read: (cost: Cost) => number): number => median(rounds.map(read));
    return {
      workers: middle(({ workersUs }) => workersUs),
      Redis: middle(({ redisUs }) => redisUs),
      nginx: middle(({ nginxUs }) => nginxUs),
      perSecond: middle(({ perSecond }) => perSecond),
      scripts: middle(({ redisRuns }) => redisRuns.scripts),
      commands: middle(({ redisRuns }) => redisRuns.executed),
    };
  };
  return { refresh: of('refresh'), api: of('api'), login: of('login') };
}

export const bytesOf = ({ memory }: ScaleResults): Bytes => {
  const [bytes] = Object.values(memory);
  if (bytes === undefined) throw new Error('no memory was measured: npm run bench:scale -- memory');
  return bytes;
};

/** The kills of one arm, and what the promoted replica lacked. */
export interface Arm {
  readonly name: string;
  readonly kills: number;
  readonly answered: number;
  readonly withLoss: number;
  readonly missing: number;
  readonly reusable: number;
  readonly widestMs: number | null;
}

export function armsOf({ failover }: ScaleResults): readonly Arm[] {
  const names = [...new Set(Object.keys(failover).map((id) => id.replace(/ \d+$/, '')))];
  return names.map((name) => {
    const kills = Object.entries(failover).flatMap(([id, kill]) => (id.startsWith(`${name} `) ? [kill] : []));
    const sum = (read: (kill: Kill) => number): number => kills.reduce((total, kill) => total + read(kill), 0);
    const windows = kills.flatMap(({ windowMs }) => (windowMs === null ? [] : [windowMs]));
    return {
      name,
      kills: kills.length,
      answered: sum(({ answered }) => answered),
      withLoss: kills.filter(({ missing }) => missing > 0).length,
      missing: sum(({ missing }) => missing),
      reusable: sum(({ reusable }) => reusable),
      widestMs: windows.length === 0 ? null : Math.max(...windows),
    };
  });
}

export interface Assumptions {
  /** Of all users, in the busiest minute. */
  readonly activeShare: number;
  /** The lifetime of an access token. */
  readonly refreshEveryS: number;
  readonly callsPerMinute: number;
  readonly loginsPerDay: number;
  /** Of the logins of a day, in the busiest hour. */
  readonly busiestHourShare: number;
  /** How long a user of a session is active. */
  readonly refreshesPerSession: number;
  readonly workers: number;
  /** Of a core, from which on a part counts as full. */
  readonly fullAt: number;
  readonly redisGb: number;
}

export interface Rates extends Readonly<Record<Suite, number>> {
  readonly active: number;
}

/** Requests a second in the busiest time. */
export function ratesOf(users: number, assumed: Assumptions): Rates {
  const active = users * assumed.activeShare;
  return {
    active,
    refresh: active / assumed.refreshEveryS,
    api: (active * assumed.callsPerMinute) / 60,
    login: (users * assumed.loginsPerDay * assumed.busiestHourShare) / 3600,
  };
}

export const coresOf = (part: Part, rates: Rates, costs: Costs): number =>
  suites.reduce((sum, suite) => sum + rates[suite] * costs[suite][part], 0) / 1e6;

/** How many cores a part can use: one for each process. */
export const coresFor = (part: Part, { workers }: Assumptions): number => (part === 'workers' ? workers : 1);

/** The number of users at which a part is full. Each cost grows with the number of users alone. */
export const fullAtUsers = (part: Part, costs: Costs, assumed: Assumptions): number =>
  (coresFor(part, assumed) * assumed.fullAt) / coresOf(part, ratesOf(1, assumed), costs);

/** Bytes of accounts, sessions and tokens, where each user has one session. */
export const stateBytes = (users: number, bytes: Bytes, { refreshesPerSession }: Assumptions): number =>
  users * (bytes.userBytes + bytes.sessionBytes + refreshesPerSession * bytes.rotationBytes);

/** Bytes that the audit log grows by. */
export const auditBytesADay = (
  users: number,
  bytes: Bytes,
  { loginsPerDay, refreshesPerSession }: Assumptions,
): number => users * loginsPerDay * (1 + refreshesPerSession) * bytes.auditBytes;

function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('a suite was not measured: npm run bench:scale -- costs');
  return middle;
}
