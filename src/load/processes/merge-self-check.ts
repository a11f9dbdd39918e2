import type { SelfCheck, SelfCheckSignal } from '../../model/suite.ts';

const severity = { green: 0, yellow: 1, red: 2 } as const;

/** These are worse the smaller they are. */
const SMALLER_IS_WORSE: ReadonlySet<SelfCheckSignal['id']> = new Set(['achieved-rate']);

/**
 * The worst of each signal. One process that was a bottleneck makes the whole trial invalid, since its times are in the merged histogram.
 * @param cores of this machine. Processes that use all of them leave none to the server.
 */
export function mergeSelfChecks(checks: readonly SelfCheck[], cores: number): SelfCheck {
  const processes = checks.length;
  const worst = new Map<string, SelfCheckSignal>();
  for (const [index, { signals }] of checks.entries()) {
    for (const signal of signals) {
      const known = worst.get(signal.id);
      if (known === undefined || isWorse(signal, known)) worst.set(signal.id, placed(signal, index + 1, processes));
    }
  }
  if (processes >= cores) worst.set('few-cores', sharedCores(processes, cores));
  const signals = [...worst.values()];
  return { valid: signals.every(({ level }) => level !== 'red'), signals };
}

function isWorse(one: SelfCheckSignal, other: SelfCheckSignal): boolean {
  if (severity[one.level] !== severity[other.level]) return severity[one.level] > severity[other.level];
  return SMALLER_IS_WORSE.has(one.id) ? one.value < other.value : one.value > other.value;
}

const placed = (signal: SelfCheckSignal, number: number, processes: number): SelfCheckSignal =>
  processes === 1 ? signal : { ...signal, because: `${signal.because} (process ${number} of ${processes})` };

/** Its connections are missing, so the server had fewer users than requested. */
export const processEnded = (because: string): SelfCheckSignal => ({
  id: 'process-ended',
  name: 'generator process ended',
  value: 1,
  unit: 'count',
  level: 'red',
  because,
});

const sharedCores = (processes: number, cores: number): SelfCheckSignal => ({
  id: 'few-cores',
  name: 'cores',
  value: cores,
  unit: 'count',
  level: 'yellow',
  because: `${processes} generator processes and the server share ${cores === 1 ? 'one core' : `${cores} cores`} with all other programs on this machine`,
});
