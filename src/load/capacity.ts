/** What one rate came to. `generatorFailed`: it says nothing about the server. */
export interface RateTrial {
  readonly perSecond: number;
  readonly actualMs: number | null;
  readonly met: boolean;
  readonly generatorFailed: boolean;
}

export interface CapacityFound {
  readonly found: 'exactly' | 'at-least' | 'nothing';
  /** The highest rate that met the target; null when none did. */
  readonly perSecond: number | null;
  readonly tried: readonly RateTrial[];
}

/** Most servers hold it for most requests, so the search begins where something is known. */
const FIRST_PER_SECOND = 20;
/** A password hash of a second is slow and in use; a server below one request a second needs no search. */
const LOWEST_PER_SECOND = 1;
/** No generator in one thread sends more: beyond it the search would find itself. */
const HIGHEST_PER_SECOND = 20_000;
/** Two rates closer than this are one: runs of one server differ by as much. */
const CLOSE_ENOUGH = 1.05;

/**
 * Doubles the rate until the target breaks, or halves it until the target holds; then halves the gap between the highest
 * rate that held and the lowest that did not. Geometrically, since rates matter by their ratio. Never tries a rate twice:
 * one that broke once has broken.
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
