import type { AttemptEnd, ClientAttempt } from '../model/client.ts';
import type { ConnectOutcome } from '../model/evidence.ts';
import type { Algorithm } from './contract.ts';
import { type Candidate, endsTheRace } from './tcp.ts';

/** The attempts of a client and their ends, without regard to which one wins first. */
export function schedule(algorithm: Algorithm, candidates: readonly Candidate[]): readonly ClientAttempt[] {
  switch (algorithm.kind) {
    case 'sequential':
      return oneByOne(candidates, 0, limitEach(algorithm.attemptTimeoutMs));
    case 'sequential-shared-budget':
      return withinBudget(oneByOne(candidates, 0, unlimited), algorithm.budgetMs);
    case 'sequential-abandoning':
      return withinBudget(
        oneByOne(candidates, 0, abandonAllButLast(algorithm.delayMs, candidates)),
        algorithm.budgetMs,
      );
    case 'staggered':
      return withinBudget(staggered(candidates, algorithm.delayMs), algorithm.budgetMs);
    case 'two-groups':
      return withinBudget(twoGroups(candidates, algorithm.delayMs), algorithm.budgetMs);
    case 'parallel':
      return candidates.map((candidate) => attempt(candidate, 0, null));
    case 'first-only':
      return candidates.slice(0, 1).map((candidate) => attempt(candidate, 0, null));
    default:
      return algorithm satisfies never;
  }
}

interface Limit {
  readonly afterMs: number;
  readonly end: 'timed-out' | 'abandoned';
}

type LimitOf = (candidate: Candidate) => Limit | null;

const unlimited: LimitOf = () => null;

const limitEach =
  (afterMs: number | null): LimitOf =>
  () =>
    afterMs === null ? null : { afterMs, end: 'timed-out' };

const abandonAllButLast =
  (afterMs: number, candidates: readonly Candidate[]): LimitOf =>
  (candidate) =>
    candidate === candidates.at(-1) ? null : { afterMs, end: 'abandoned' };

const ends = {
  accepted: 'won',
  refused: 'refused',
  reset: 'reset',
  unreachable: 'unreachable',
  'timed-out': 'timed-out',
} satisfies Record<ConnectOutcome, AttemptEnd>;

function attempt({ address, connect, connectMs }: Candidate, startMs: number, limit: Limit | null): ClientAttempt {
  if (limit !== null && limit.afterMs < connectMs) {
    return { address, startMs, endMs: startMs + limit.afterMs, end: limit.end };
  }
  return { address, startMs, endMs: startMs + connectMs, end: ends[connect] };
}

function oneByOne(candidates: readonly Candidate[], startMs: number, limitOf: LimitOf): readonly ClientAttempt[] {
  const attempts: ClientAttempt[] = [];
  for (const candidate of candidates) {
    const next = attempt(candidate, attempts.at(-1)?.endMs ?? startMs, limitOf(candidate));
    attempts.push(next);
    if (holdsConnection(next)) break;
  }
  return attempts;
}

const holdsConnection = ({ end }: ClientAttempt): boolean => end === 'won' || end === 'reset';

function staggered(candidates: readonly Candidate[], delayMs: number): readonly ClientAttempt[] {
  const attempts: ClientAttempt[] = [];
  for (const candidate of candidates) {
    const previous = attempts.at(-1);
    attempts.push(attempt(candidate, previous === undefined ? 0 : followsAtMs(previous, delayMs), null));
  }
  return attempts;
}

/** The next attempt starts after the delay, or at once when the previous one failed: RFC 8305 §5. */
const followsAtMs = (previous: ClientAttempt, delayMs: number): number =>
  holdsConnection(previous) ? previous.startMs + delayMs : Math.min(previous.endMs, previous.startMs + delayMs);

function twoGroups(candidates: readonly Candidate[], delayMs: number): readonly ClientAttempt[] {
  const own = candidates.filter(({ family }) => family === candidates[0]?.family);
  const other = candidates.filter(({ family }) => family !== candidates[0]?.family);
  const primary = oneByOne(own, 0, unlimited);
  const succeeds = own.some(({ connect }) => endsTheRace(connect));
  const failedAtMs = succeeds ? delayMs : (primary.at(-1)?.endMs ?? 0);
  return [...primary, ...oneByOne(other, Math.min(delayMs, failedAtMs), unlimited)];
}

function withinBudget(attempts: readonly ClientAttempt[], budgetMs: number | null): readonly ClientAttempt[] {
  if (budgetMs === null) return attempts;
  return attempts
    .filter(({ startMs }) => startMs < budgetMs)
    .map((each) => (each.endMs <= budgetMs ? each : { ...each, endMs: budgetMs, end: 'timed-out' }));
}
