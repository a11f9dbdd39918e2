import type { RaceExchange, RaceTrial } from '../../../src/model/auth-evidence.ts';

/** Of ten refreshes at once one got a token, which works. */
const one: RaceTrial = {
  statuses: { 200: 1, 401: 9 },
  granted: 1,
  distinctSuccessors: 1,
  usableSuccessors: 1,
  retryAfters: 0,
  clearedCookies: 0,
};
/** All of them got the same one. */
export const all = { statuses: { 200: 10 }, granted: 10 };

export const raceOf = (trials: readonly Partial<RaceTrial>[], hasCookies = true): RaceExchange => ({
  atOnce: 10,
  trials: trials.map((each) => ({ ...one, ...each })),
  hasCookies,
  excludedWindowMs: null,
});
