import { baselineSchema } from '../baseline.ts';
import { runSchema } from '../run.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const eachOf = (value: unknown, change: (item: Json) => Json): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => (isObject(item) ? change(item) : item)) : value;

/**
 * Converts a run of `whyslow.run/1` to the current version; other values are returned unchanged. Damaged parts stay as
 * they are, and the schema validation that follows reports them.
 */
export function currentRun(value: unknown): unknown {
  if (!isObject(value) || value['schema'] !== 'whyslow.run/1') return value;
  return {
    ...value,
    schema: runSchema,
    flows: flowsIn(value['suites']),
    suites: eachOf(value['suites'], currentTrial),
    verdicts: eachOf(value['verdicts'], currentVerdict),
  };
}

/** The same for `whyslow.baseline/1`, which differs only in its schema name. */
export const currentBaseline = (value: unknown): unknown =>
  isObject(value) && value['schema'] === 'whyslow.baseline/1' ? { ...value, schema: baselineSchema } : value;

/** The suites of the first version. */
const firstFlows = [
  { id: 'refresh', title: 'trade the refresh token for new tokens', noun: 'a refresh', cost: null },
  { id: 'api', title: 'read a protected route with the access token', noun: 'an API call', cost: null },
  { id: 'login', title: 'sign in with name and password', noun: 'a login', cost: 'hash' },
] as const;

function flowsIn(suites: unknown): readonly Json[] {
  const measured: readonly unknown[] = Array.isArray(suites) ? suites : [];
  return firstFlows.filter(({ id }) => measured.some((trial) => isObject(trial) && trial['suite'] === id));
}

function currentTrial({ witness, stoppedEarly, capacity, ...trial }: Json): Json {
  return {
    ...trial,
    steps: [],
    selfCheck: isObject(witness) ? { ...witness, signals: eachOf(witness['signals'], currentSignal) } : witness,
    capacity: isObject(capacity) ? currentCapacity(capacity) : (capacity ?? null),
    ended: typeof stoppedEarly === 'string' ? endIn(stoppedEarly) : stoppedEarly,
  };
}

const currentCapacity = ({ target, ...capacity }: Json): Json => ({ threshold: target, ...capacity });

const signalIds: Readonly<Record<string, string>> = {
  'event-loop utilisation': 'event-loop-utilisation',
  'event-loop delay': 'event-loop-delay',
  'garbage collection': 'garbage-collection',
  'wait for a core': 'core-wait',
  'CPU steal': 'cpu-steal',
  'CPU throttling': 'cpu-throttling',
  'core taken by others': 'core-taken',
  cores: 'few-cores',
  'requests not sent': 'requests-not-sent',
  'null-target floor': 'floor',
  "Little's law": 'littles-law',
  'send lag': 'send-lag',
  'sent late': 'sent-late',
  'achieved rate': 'achieved-rate',
  'warm-up': 'warm-up',
};

/** A name may end with the statistic: `send lag, p95`. */
const currentSignal = (signal: Json): Json => ({
  id: signalIds[String(signal['name']).split(',')[0] ?? ''] ?? 'other',
  ...signal,
});

const reasons: readonly (readonly [RegExp, (brackets: string | null) => Json])[] = [
  [/^the server stopped answering(?: \((.*)\))?$/s, (failure) => ({ kind: 'server-gone', failure })],
  [/^this machine could not connect(?: \((.*)\))?$/s, (failure) => ({ kind: 'generator-failed', failure })],
  [
    /^throttled: 429 with Retry-After (\d+) s, longer than the pass had left$/,
    (seconds) => ({ kind: 'throttled', retryAfterMs: Number(seconds) * 1_000 }),
  ],
  [/^interrupted$/, () => ({ kind: 'interrupted' })],
  [/^internal error$/, () => ({ kind: 'internal-error' })],
  [/^time limit reached$/, () => ({ kind: 'time-limit' })],
  [/^out of time$/, () => ({ kind: 'out-of-time' })],
];

/** Parses the saved text of an early end: "out of time, 12 of 300 done". */
function endIn(text: string): Json {
  const [, reason = '', done = '', of] = /^(.*), (\d+)(?: of (\d+))? done$/s.exec(text) ?? [];
  for (const [pattern, endOf] of reasons) {
    const found = pattern.exec(reason);
    if (found !== null)
      return { ...endOf(found[1] ?? null), done: Number(done), of: of === undefined ? null : Number(of) };
  }
  return { kind: 'other', text };
}

const factors: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, '%': 0.01, '/s': 1 };

function currentVerdict(verdict: Json): Json {
  const text = String(verdict['target']);
  const [, condition, statistic, operator, limit, unit = ''] =
    /^\S+ (([\w.]+) ?(<=|>=|<|>) ?(\d+(?:\.\d+)?) ?(us|ms|s|%|\/s))$/.exec(text) ?? [];
  if (condition === undefined) return verdict;
  const inUnit = Number(limit) * (factors[unit] ?? 1);
  return { ...verdict, threshold: { condition, statistic, operator, limit: inUnit } };
}
