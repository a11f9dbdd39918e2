/** How busy this machine was while the addresses were visited. */
export interface Machine {
  readonly elapsedMs: number;
  readonly cores: number;
  readonly loadAverage: number;
  /** The time in which some thread waited for a core (/proc/pressure/cpu); null where the kernel does not count it. */
  readonly pressureMs: number | null;
  /** The time that the host of a virtual machine took from its cores, all cores together. */
  readonly stolenMs: number;
  /** How long the thread of whyslow that measures was ready and had no core; null where the kernel does not count it. */
  readonly queuedMs: number | null;
  /** The busiest processes that are neither the server nor whyslow, and how many cores each used. */
  readonly others: readonly { readonly program: string; readonly pid: number; readonly cores: number }[];
}

/** A measurement that waited this part of its time for a core shows the machine as much as the server. */
const DISTURBED = 0.05;
/** An idle machine with one busy core loses single milliseconds. */
const LEAST_QUEUED_MS = 20;
/** A host that takes less of the cores is usual company. */
const NOTABLE_STEAL = 0.1;

/** The part of all cores that the host of a virtual machine took. */
export const stolenShare = ({ stolenMs, elapsedMs, cores }: Machine): number =>
  elapsedMs <= 0 ? 0 : stolenMs / (elapsedMs * cores);

export const isStolen = (machine: Machine): boolean => stolenShare(machine) >= NOTABLE_STEAL;

/** Whether what was measured meanwhile may show the machine and not the server. */
export function isDisturbed(machine: Machine): boolean {
  const queuedMs = machine.queuedMs ?? 0;
  return (queuedMs >= LEAST_QUEUED_MS && queuedMs >= DISTURBED * machine.elapsedMs) || isStolen(machine);
}

/** The server may have lost more than whyslow, which is one thread and mostly waits: three times as much is allowed for. */
const SERVER_MAY_LOSE = 3;

/** Whether a delay of the answers may be the machine's: it is no longer than what the machine may have taken. */
export const mayBeTheMachine = (machine: Machine | undefined, delayMs: number): boolean =>
  machine !== undefined &&
  isDisturbed(machine) &&
  delayMs <= SERVER_MAY_LOSE * ((machine.queuedMs ?? 0) + machine.stolenMs);
