/** What one rate came to. `generatorFailed`: it says nothing about the server. */
export interface Trial {
  readonly perSecond: number;
  readonly actualMs: number | null;
  readonly met: boolean;
  readonly generatorFailed: boolean;
}

export interface CapacityFound {
  readonly found: 'exactly' | 'at-least' | 'nothing';
  /** The highest rate that met the target; null when none did. */
  readonly perSecond: number | null;
  readonly tried: readonly Trial[];
}

/** Any server that serves a page holds it, so the search begins where something is known. */
const FIRST_PER_SECOND = 20;
/** No generator in one thread sends more: beyond it the search would find itself. */
const HIGHEST_PER_SECOND = 20_000;
/** Two rates closer than this are one: runs of one server differ by as much. */
const CLOSE_ENOUGH = 1.05;

/**
 * Doubles the rate until the target breaks, then halves the gap between the last rate that held and the first that did
 * not. Geometrically, since rates matter by their ratio. Never tries a rate twice: one that broke once has broken.
 */
export async function findCapacity(attempt: (perSecond: number) => Promise<Trial | null>): Promise<CapacityFound> {
  const tried: Trial[] = [];
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
  if (holds === null) return null;
  if (breaks === null) return holds * 2 > HIGHEST_PER_SECOND ? null : holds * 2;
  return isClose(holds, breaks) ? null : Math.round(Math.sqrt(holds * breaks));
}
