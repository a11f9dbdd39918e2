import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcesses } from '../../../model/server-process.ts';
import type { GatherContext } from '../../context.ts';
import { got, gotNothing } from '../../../model/outcome.ts';
import { observer } from '../../contract.ts';
import { readProcesses } from './read.ts';

/** A reloader starts a small server again within this time. A process that is gone for longer has ended. */
const RESTART_MS = 1_500;
const PAUSE_MS = 100;

/** Where the processes are gone, until another one listens. */
async function readAgain(
  before: ServerProcesses['before'],
  { target, signal }: GatherContext,
): Promise<ServerProcesses['after']> {
  const endMs = performance.now() + RESTART_MS;
  let after = await readProcesses(target.port);
  while (before.length > 0 && after.length === 0 && performance.now() < endMs && !signal.aborted) {
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    after = await readProcesses(target.port);
  }
  return after;
}

/** Reads the server's processes before the addresses are visited and after: a restart changes the pid or the start. */
export const serverProcess = observer({
  kind: 'process',
  title: "reading the server's process",
  when: 'during',
  observes: 'addresses',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  platforms: ['linux'],
  needs: [],
  async begin(_have, context) {
    const { target } = context;
    const before = await readProcesses(target.port);
    return async () => {
      const after = await readAgain(before, context);
      if (before.length > 0 || after.length > 0) return got({ before, after });
      return gotNothing('not-visible', `the process that listens on port ${target.port} cannot be read here`);
    };
  },
});
