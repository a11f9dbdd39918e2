/** An estimate of the clock of a Redis: the local clock plus the measured offset. Clocks of machines may differ. */
export interface RedisClock {
  nowMs(): number;
  /** Measures the offset again. */
  sync(): Promise<void>;
}

/** @param time asks for the seconds and microseconds of the clock. */
export function clockBy(time: () => Promise<unknown>): RedisClock {
  let aheadMs = 0;
  const sync = async (): Promise<void> => {
    const askedMs = Date.now();
    const answer = await time();
    const [seconds, microseconds] = Array.isArray(answer) ? answer : [];
    // Redis read its clock between the two local readings.
    const measuredMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - (askedMs + Date.now()) / 2;
    if (Number.isFinite(measuredMs)) aheadMs = measuredMs;
  };
  return { nowMs: () => Date.now() + aheadMs, sync: () => sync().catch(() => {}) };
}
