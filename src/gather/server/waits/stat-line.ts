/** USER_HZ is 100 on all architectures that Node runs on. */
const US_PER_CLOCK_TICK = 10_000;
/** Fields of /proc/PID/stat after the name of the program, from proc(5). */
const [STATE, USER_TIME, SYSTEM_TIME, START_TIME] = [0, 11, 12, 19] as const;

/** What /proc/PID/stat says of a process, and /proc/PID/task/TID/stat of a thread. The times are in steps of 10 ms. */
export interface StatLine {
  readonly state: string;
  readonly userUs: number;
  readonly systemUs: number;
  /** From the start of the machine to the start of the process, or of the thread. */
  readonly startedS: number;
}

/** The name of the program may hold spaces and brackets. */
export function parseStat(line: string): StatLine {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const usAt = (index: number): number => Number(fields[index] ?? 0) * US_PER_CLOCK_TICK;
  return {
    state: fields[STATE] ?? '',
    userUs: usAt(USER_TIME),
    systemUs: usAt(SYSTEM_TIME),
    startedS: usAt(START_TIME) / 1_000_000,
  };
}
