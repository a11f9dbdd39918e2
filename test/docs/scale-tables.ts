import {
  armsOf,
  auditBytesADay,
  bytesOf,
  coresFor,
  coresOf,
  costsOf,
  fullAtUsers,
  parts,
  ratesOf,
  stateBytes,
  suites,
  type Assumptions,
  type Costs,
  type Part,
  type ScaleResults,
} from './scale-sums.ts';

/** Each is an assumption, and the page states it. */
export const assumed: Assumptions = {
  activeShare: 0.1,
  refreshEveryS: 900,
  callsPerMinute: 6,
  loginsPerDay: 1,
  busiestHourShare: 0.2,
  refreshesPerSession: 8,
  workers: 4,
  fullAt: 0.7,
  redisGb: 16,
};

const sizes: readonly (readonly [name: string, users: number])[] = [
  ['10, a laptop', 10],
  ['1,000', 1000],
  ['10,000', 10_000],
  ['100,000', 100_000],
  ['1,000,000', 1_000_000],
];
export const LARGEST = 1_000_000;

export const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Two significant digits, also of a small rate. */
const rate = (value: number): string => {
  if (value >= 10) return number(value);
  return value >= 0.1 ? number(value, 1) : value.toPrecision(1);
};

/** Rounded down to two digits: it is an estimate. */
const about = (users: number): string => {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(users)) - 1);
  return number(Math.floor(users / unit) * unit);
};

const size = (bytes: number): string => {
  if (bytes >= 1e9) return `${number(bytes / 1e9, 1)} GB`;
  return bytes >= 1e6 ? `${number(bytes / 1e6)} MB` : `${number(bytes / 1e3)} kB`;
};

export const percent = (share: number): string =>
  share < 0.001 ? 'below 0.1 %' : `${number(share * 100, share < 0.1 ? 1 : 0)} %`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? ':---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const REQUESTS: Readonly<Record<(typeof suites)[number], string>> = {
  refresh: 'a refresh',
  api: 'an API call (`/api/me/`)',
  login: 'a login (Argon2id, 19 MiB, two passes)',
};

export const costTable = (costs: Costs): string =>
  table(
    ['CPU for', 'worker', 'Redis', 'nginx', 'a core of workers does', 'scripts', 'commands of Redis'],
    suites.map((suite) => {
      const { workers, Redis, nginx, scripts, commands } = costs[suite];
      const us = (value: number): string => `${number(value)} µs`;
      return [
        REQUESTS[suite],
        us(workers),
        us(Redis),
        us(nginx),
        `${number(1e6 / workers)} a second`,
        number(scripts, scripts % 1 === 0 ? 0 : 1),
        number(commands),
      ];
    }),
  );

/** The lines of the arithmetic for the largest size. */
export function arithmetic(results: ScaleResults): string {
  const [costs, bytes] = [costsOf(results), bytesOf(results)];
  const rates = ratesOf(LARGEST, assumed);
  const sum = (part: Part): string =>
    suites.map((suite) => `${rate(rates[suite])} × ${number(costs[suite][part])}`).join(' + ');
  const cores = parts.map(
    (part) => `${part.padEnd(10)} ${sum(part)} µs = ${number(coresOf(part, rates, costs), 2)} cores`,
  );
  const { userBytes, sessionBytes, rotationBytes, auditBytes } = bytes;
  const { refreshesPerSession: refreshes } = assumed;
  return [
    '```',
    `active     1,000,000 × ${percent(assumed.activeShare)} = ${number(rates.active)} users`,
    `refreshes  ${number(rates.active)} / ${assumed.refreshEveryS} s = ${rate(rates.refresh)} a second`,
    `API calls  ${number(rates.active)} × ${assumed.callsPerMinute} / 60 s = ${rate(rates.api)} a second`,
    `logins     1,000,000 × ${assumed.loginsPerDay} × ${percent(assumed.busiestHourShare)} / 3600 s = ${rate(rates.login)} a second`,
    ...cores,
    `memory     1,000,000 × (${number(userBytes)} + ${number(sessionBytes)} + ${refreshes} × ${number(rotationBytes)}) bytes = ${size(stateBytes(LARGEST, bytes, assumed))}`,
    `audit log  1,000,000 × (1 + ${refreshes}) × ${number(auditBytes)} bytes = ${size(auditBytesADay(LARGEST, bytes, assumed))} a day`,
    '```',
  ].join('\n');
}

export function sizeTable(results: ScaleResults): string {
  const [costs, bytes] = [costsOf(results), bytesOf(results)];
  return table(
    [
      'users',
      'refreshes, API calls, logins a second',
      'worker cores',
      'servers to start',
      'Redis',
      'nginx',
      'memory',
      'audit log a day',
      'nearest to full',
    ],
    sizes.map(([name, users]) => {
      const rates = ratesOf(users, assumed);
      const used = (part: Part): number => coresOf(part, rates, costs) / coresFor(part, assumed);
      const fullest = parts.toSorted((a, b) => used(b) - used(a))[0] ?? 'workers';
      return [
        name,
        suites.map((suite) => rate(rates[suite])).join(', '),
        rate(coresOf('workers', rates, costs)),
        number(Math.max(1, Math.ceil(coresOf('workers', rates, costs) / assumed.fullAt))),
        percent(used('Redis')),
        percent(used('nginx')),
        size(stateBytes(users, bytes, assumed)),
        size(auditBytesADay(users, bytes, assumed)),
        `${fullest}, ${percent(used(fullest))}`,
      ];
    }),
  );
}

const REMEDIES: Readonly<Record<Part, string>> = {
  workers:
    'Start more servers, and add a `server` line for each. More than the cores of the machine need another machine.',
  Redis: 'One process of Redis uses one core for commands. `--store redis-cluster://…` spreads the users over several.',
  nginx: 'Set `worker_processes auto;`, which starts a process for each core.',
};

export function breaksFirst(results: ScaleResults): string {
  const [costs, bytes] = [costsOf(results), bytesOf(results)];
  const limits = parts
    .map((part) => ({ part, users: fullAtUsers(part, costs, assumed) }))
    .toSorted((a, b) => a.users - b.users);
  const perUser = auditBytesADay(1, bytes, assumed);
  const days = (users: number): string =>
    number(Math.max(0, (assumed.redisGb * 1e9 - stateBytes(users, bytes, assumed)) / (perUser * users)));
  return [
    ...limits.map(
      ({ part, users }, index) => `${index + 1}. **${part}**: full at about ${about(users)} users. ${REMEDIES[part]}`,
    ),
    `${limits.length + 1}. **The memory of Redis** depends on time: the audit log is never shortened by the server. A Redis with ${assumed.redisGb} GB is full
   after ${days(10_000)} days with 10,000 users, ${days(100_000)} days with 100,000, and ${days(LARGEST)} days with 1,000,000. A full Redis with \`maxmemory\` and
   \`noeviction\` answers reads, and each write gets 503. Save the log as it grows, with
   \`whyslow reference audit --since 1h --limit 10000000 --json\` each hour, and move to a new database before Redis is full. There
   all users sign in again.`,
  ].join('\n');
}

export const failoverTable = (results: ScaleResults): string =>
  table(
    [
      '',
      'kills',
      'answers before them',
      'kills that lost answers',
      'answers lost',
      'used tokens accepted again',
      'oldest lost answer before the kill',
    ],
    armsOf(results).map(({ name, kills, answered, withLoss, missing, reusable, widestMs }) => [
      name,
      number(kills),
      number(answered),
      number(withLoss),
      number(missing),
      number(reusable),
      widestMs === null ? '–' : `${number(widestMs, 1)} ms`,
    ]),
  );

export function memoryPart(results: ScaleResults): string {
  const { userBytes, sessionBytes, rotationBytes, auditBytes } = bytesOf(results);
  const [count = ''] = Object.keys(results.memory);
  const million = (bytes: number): string => size(bytes * 1e6);
  return `Memory of Redis, measured on ${count.replace('100000', '100,000')} and scaled to a million:

${table(
  ['', 'bytes of one', 'of a million'],
  [
    ['an account', number(userBytes), million(userBytes)],
    ['a session with its first token', number(sessionBytes), million(sessionBytes)],
    ['each refresh of it: the used token stays until the session ends', number(rotationBytes), million(rotationBytes)],
    ['an entry of the audit log, one for each login and refresh', number(auditBytes), million(auditBytes)],
  ],
)}

A million sessions after ${assumed.refreshesPerSession} refreshes each are ${million(sessionBytes + assumed.refreshesPerSession * rotationBytes)}, with ${million((1 + assumed.refreshesPerSession) * auditBytes)} of audit log.`;
}
