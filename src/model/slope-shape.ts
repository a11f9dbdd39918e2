import type { Slope, SlopeBatch } from './slope.ts';

type Cookies = SlopeBatch['cookies'];

/** The part of a slope that is measured first. The gatherer judges it before the rest is there. */
export type Measured = Pick<Slope, 'aloneMs' | 'batches'>;

/** A SYN is sent again after a second (RFC 6298 §2.1). No connect on loopback takes nearly as long otherwise. */
const SYN_AGAIN_MS = 900;

export const isSynSentAgain = (connectMs: number): boolean => connectMs >= SYN_AGAIN_MS;

/** Whether all requests of a batch reached the server together, and were answered. */
const isWhole = ({ atOnce, firstBytesMs, connectsMs }: SlopeBatch): boolean =>
  firstBytesMs.length === atOnce && !connectsMs.some(isSynSentAgain);

/** The quickest answer of each rank, over the whole batches of one size: other programs can only add time. */
function quickestByRank(batches: readonly SlopeBatch[], atOnce: number): readonly number[] {
  const whole = batches.filter((batch) => batch.atOnce === atOnce && isWhole(batch));
  if (whole.length === 0) return [];
  return Array.from({ length: atOnce }, (_, rank) =>
    Math.min(...whole.map(({ firstBytesMs }) => firstBytesMs[rank] ?? Infinity)),
  );
}

const withCookies = ({ batches }: Measured, cookies: Cookies): readonly SlopeBatch[] =>
  batches.filter((batch) => batch.cookies === cookies);

/** The time of a request that is alone. Where the slope has none, it is the typical one of the addresses. */
export const aloneMs = (slope: Measured, cookies: Cookies): number =>
  quickestByRank(withCookies(slope, cookies), 1)[0] ?? slope.aloneMs;

/** The times of the largest batch, in ascending order. Empty without a whole batch of two or more. */
export function timesOfMost(slope: Measured, cookies: Cookies): readonly number[] {
  const batches = withCookies(slope, cookies);
  const sizes = batches.map(({ atOnce }) => atOnce).filter((size) => size > 1);
  return sizes
    .toSorted((a, b) => b - a)
    .reduce<readonly number[]>((found, size) => (found.length > 0 ? found : quickestByRank(batches, size)), []);
}

/** A request may differ from the time of one alone by a quarter of it, and by a tenth more for each one before it. */
const ERROR = 0.25;
const ERROR_OF_EACH = 0.1;
/** A busy machine delays any answer by this much. */
const ERROR_MS = 3;

/** Whether these answers, in ascending order, come in waves of so many, each wave as long as one answer alone. */
function comesInWaves(timesMs: readonly number[], eachMs: number, workers: number): boolean {
  return timesMs.every((timeMs, rank) => {
    const wave = Math.floor(rank / workers);
    const allowedMs = (ERROR + ERROR_OF_EACH * wave) * eachMs + ERROR_MS;
    return Math.abs(timeMs - (wave + 1) * eachMs) <= allowedMs;
  });
}

/**
 * How many requests the server works on at once, where the times of all batches show it; null where it works on all of them,
 * and where the times have another shape. Requests that share the cores all become slow together, which is no wave.
 */
export function workersShown(slope: Measured, cookies: Cookies): number | null {
  const batches = withCookies(slope, cookies);
  const eachMs = aloneMs(slope, cookies);
  const sizes = [...new Set(batches.map(({ atOnce }) => atOnce))].filter((size) => size > 1);
  const times = sizes.map((size) => quickestByRank(batches, size));
  const most = Math.max(0, ...times.map(({ length }) => length));
  for (let workers = 1; workers < most; workers += 1) {
    if (times.every((each) => comesInWaves(each, eachMs, workers))) return workers;
  }
  return null;
}

/** If requests take less, the last of six one after the other waits less than 100 ms, which no user notices (model/slow.ts). */
export const NOTABLE_MS = 20;

export const isOneAtATime = (slope: Measured, cookies: Cookies): boolean => workersShown(slope, cookies) === 1;

/** Whether two requests were worked on at the same time: the second answer came not much later than one alone. */
export function areTwoAtOnce(slope: Measured, cookies: Cookies): boolean {
  const second = timesOfMost(slope, cookies)[1];
  return second !== undefined && second <= MOST_OF_TWO * aloneMs(slope, cookies) + ERROR_MS;
}

/** Two requests one after the other take twice as long. */
const MOST_OF_TWO = 1.5;

/** How often the last answer of the largest batch took the time of one alone. One where nothing was sent at once. */
export function growth(slope: Measured, cookies: Cookies): number {
  const eachMs = aloneMs(slope, cookies);
  const last = timesOfMost(slope, cookies).at(-1);
  return last === undefined || eachMs === 0 ? 1 : last / eachMs;
}

/** The last answer comes late enough for one worker, if it takes this share of as many answers one after the other. */
const NEARLY_IN_TURN = 0.75;
/** Requests that share the cores end together: the first one takes at least this share of the time of the last one. */
const TOGETHER = 0.5;

/** Whether the answers may come one after the other, but not so evenly that it is sure. */
export function mayBeInTurn(slope: Measured, cookies: Cookies): boolean {
  const times = timesOfMost(slope, cookies);
  const [first = 0] = times;
  if (workersShown(slope, cookies) !== null || first >= TOGETHER * (times.at(-1) ?? 0)) return false;
  return growth(slope, cookies) >= NEARLY_IN_TURN * times.length;
}

/** The last of 16 answers comes twice as late as one alone, where eight are worked on at once. */
const MANY_WORKERS_GROWTH = 2;

/** Whether the answers may come in waves, but not so evenly that it is sure. */
export function mayBeInWaves(slope: Measured, cookies: Cookies): boolean {
  const times = timesOfMost(slope, cookies);
  const [first = 0] = times;
  if (workersShown(slope, cookies) !== null || first >= TOGETHER * (times.at(-1) ?? 0)) return false;
  return growth(slope, cookies) >= MANY_WORKERS_GROWTH;
}
