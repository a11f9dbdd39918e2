import type {
  AttemptEnd,
  ClientAttempt,
  ClientPrediction,
  ClientSituation,
  PredictedOutcome,
} from '../model/client.ts';
import type { ClientStack } from './contract.ts';
import { clientStacks } from './index.ts';
import { type Route, routeOf } from './order.ts';
import { schedule } from './schedule.ts';
import { candidateFor } from './tcp.ts';

/** The prediction for every client of the catalogue. A caller that timed clients fills in `measuredMs`. */
export const predictClients = (
  situation: ClientSituation,
  stacks: readonly ClientStack[] = clientStacks,
): readonly ClientPrediction[] => stacks.map((stack) => predict(stack, situation));

/** Simulates the connect of one client: its attempts, the winner, and when its caller gets the connection. */
export function predict(stack: ClientStack, situation: ClientSituation): ClientPrediction {
  const route = routeOf(stack, situation);
  const candidates = route.addresses.map((seen) => candidateFor(stack, situation.platform, seen));
  const attempts = settled(schedule(stack.algorithm, candidates)).map((attempt) => later(attempt, route.resolveMs));
  return {
    id: stack.id,
    title: stack.title,
    predicted: outcomeOf(attempts, route, situation.name),
    answer: null,
    attempts,
    measuredMs: null,
    note: noteOf(stack, route),
  };
}

/** Ends the race at the first connection: later attempts are removed, and attempts that still run have lost. */
function settled(attempts: readonly ClientAttempt[]): readonly ClientAttempt[] {
  const inTime = [...attempts].sort((a, b) => a.startMs - b.startMs);
  const winner = winnerOf(inTime);
  if (winner === null) return inTime;
  return inTime
    .filter((attempt) => attempt === winner || attempt.startMs < winner.endMs)
    .map((attempt) =>
      attempt === winner || attempt.endMs < winner.endMs ? attempt : { ...attempt, endMs: winner.endMs, end: 'lost' },
    );
}

/** The first attempt with a connection; of two at the same time, the one that started first. */
const winnerOf = (attempts: readonly ClientAttempt[]): ClientAttempt | null =>
  attempts
    .filter(({ end }) => end === 'won' || end === 'reset')
    .reduce<ClientAttempt | null>((best, next) => (best !== null && best.endMs <= next.endMs ? best : next), null);

const later = (attempt: ClientAttempt, byMs: number): ClientAttempt => ({
  ...attempt,
  startMs: attempt.startMs + byMs,
  endMs: attempt.endMs + byMs,
});

function outcomeOf(attempts: readonly ClientAttempt[], route: Route, name: string): PredictedOutcome {
  const winner = winnerOf(attempts);
  if (winner?.end === 'won') return { outcome: 'connects', via: winner.address, ms: winner.endMs };
  if (winner?.end === 'reset') return { outcome: 'fails', because: brokenAfterAccept(winner), ms: winner.endMs };
  if (attempts.length === 0) {
    return { outcome: 'fails', because: `${name} has no address that it would try`, ms: route.resolveMs };
  }
  return { outcome: 'fails', because: nothingAccepts(attempts, route), ms: Math.max(...attempts.map((a) => a.endMs)) };
}

/** Clients race the TCP connect only, so an address that accepts wins, also if it then sends no response. */
const brokenAfterAccept = ({ address }: ClientAttempt): string =>
  `${address} accepts the connection and then sends no response; no client tries another address after that`;

const endTexts = {
  won: 'accepts',
  refused: 'refuses',
  reset: 'resets',
  unreachable: 'is unreachable',
  'timed-out': 'stays silent',
  abandoned: 'is given up',
  lost: 'loses',
} satisfies Record<AttemptEnd, string>;

function nothingAccepts(attempts: readonly ClientAttempt[], { addresses }: Route): string {
  const tried = attempts.map(({ address, end }) => `${address} ${endTexts[end]}`);
  const untried = addresses.filter(({ address }) => attempts.every((attempt) => attempt.address !== address));
  return [...new Set([...tried, ...untried.map(({ address }) => `${address} is never tried`)])].join(', ');
}

function noteOf({ note }: ClientStack, { unmeasured }: Route): string | null {
  const left = unmeasured.length === 0 ? null : `It also tries ${unmeasured.join(', ')}, which was not measured.`;
  return [note, left].filter((sentence) => sentence !== null).join(' ') || null;
}
