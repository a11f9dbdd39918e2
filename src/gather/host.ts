import { createHash } from 'node:crypto';
import { cpus, hostname, release, totalmem } from 'node:os';
import type { Host } from '../model/run.ts';

export const thisHost = (): Host => ({
  os: process.platform,
  kernel: release(),
  cpus: cpus().length,
  cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
  memoryMb: Math.round(totalmem() / 1_048_576),
  machine: createHash('sha256').update(hostname()).digest('hex').slice(0, 12),
});
