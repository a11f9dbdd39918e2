/** The result at one rate. `generatorFailed`: the trial is invalid and says nothing about the server. */
export interface RateTrial {
  readonly perSecond: number;
  readonly actualMs: number | null;
  readonly met: boolean;
  readonly generatorFailed: boolean;
}

export interface CapacityFound {
  readonly found: 'exactly' | 'at-least' | 'nothing';
  /** The highest rate that met the threshold; null when none did. */
  readonly perSecond: number | null;
  readonly tried: readonly RateTrial[];
}

/** Most servers meet their threshold at this rate, so the search begins here. */
const FIRST_PER_SECOND = 20;
/** Password hashes of a second are in use. A server below one request a second needs no search. */
const LOWEST_PER_SECOND = 1;
/** A generator in one thread sends no more. Above it the search would measure the generator. */
const HIGHEST_PER_SECOND = 20_000;
/** The ratio of two rates that count as one: runs of one server differ by as much. */
const CLOSE_ENOUGH = 1.05;

/**
 * Doubles the rate until the threshold is missed, or halves it until the threshold is met. Then it bisects between the
 * highest rate that met it and the lowest that missed it, geometrically, since rates compare by their ratio. No rate is
 * tried twice.
 */
export async function findCapacity(attempt: (perSecond: number) => Promise<RateTrial | null>): Promise<CapacityFound> {
  const tried: RateTrial[] = [];
  let holds: number | null = null;
  let breaks: number | null = null;
  for (let rate: number | null = FIRST_PER_SECOND; rate !== null; rate = nextRate(holds, breaks)) {
    const trial = await attempt(rate);
    if (trial === null) break;
    tried.push(trial);
    if (trial.generatorFailed) return { found: holds === null ? 'nothing' : 'at-least', perSecond: holds, tried };
    if (trial.met) holds = rate;
    else breaks = rate;
  }
  const found = holds === null ? 'nothing' : breaks === null || !isClose(holds, breaks) ? 'at-least' : 'exactly';
  return { found, perSecond: holds, tried };
}

const isClose = (holds: number, breaks: number): boolean => breaks / holds <= CLOSE_ENOUGH;

function nextRate(holds: number | null, breaks: number | null): number | null {
  if (holds === null) {
    const lower = (breaks ?? FIRST_PER_SECOND) / 2;
    return lower < LOWEST_PER_SECOND ? null : lower;
  }
  if (breaks === null) return holds * 2 > HIGHEST_PER_SECOND ? null : holds * 2;
  return isClose(holds, breaks) ? null : rounded(Math.sqrt(holds * breaks));
}

/** Three digits are finer than two rates that count as one. */
const rounded = (perSecond: number): number => Number(perSecond.toPrecision(3));
