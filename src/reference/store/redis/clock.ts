import type { Redis } from 'ioredis';

/** An estimate of the clock of Redis: the local clock plus the measured offset. Clocks of machines may differ. */
export interface RedisClock {
  nowMs(): number;
  /** Measures the offset again. */
  sync(): Promise<void>;
}

export async function clockOf(redis: Redis): Promise<RedisClock> {
  let aheadMs = 0;
  const sync = async (): Promise<void> => {
    const askedMs = Date.now();
    const [seconds, microseconds] = await redis.time();
    // Redis read its clock between the two local readings.
    aheadMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - (askedMs + Date.now()) / 2;
  };
  await sync().catch(() => {});
  // After a reconnect, Redis may run on another machine.
  redis.on('ready', () => void sync().catch(() => {}));
  return { nowMs: () => Date.now() + aheadMs, sync: () => sync().catch(() => {}) };
}
