import type { Redis } from 'ioredis';

/** The clock of Redis as we know it: ours, and how far they are apart. Several machines need not agree on the time. */
export interface RedisClock {
  nowMs(): number;
  /** Compares the two clocks anew. */
  set(): Promise<void>;
}

export async function clockOf(redis: Redis): Promise<RedisClock> {
  let aheadMs = 0;
  const set = async (): Promise<void> => {
    const askedMs = Date.now();
    const [seconds, microseconds] = await redis.time();
    // Redis looked at its clock somewhere between our two looks.
    aheadMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - (askedMs + Date.now()) / 2;
  };
  await set().catch(() => {});
  // A Redis that comes back may be another machine.
  redis.on('ready', () => void set().catch(() => {}));
  return { nowMs: () => Date.now() + aheadMs, set: () => set().catch(() => {}) };
}
