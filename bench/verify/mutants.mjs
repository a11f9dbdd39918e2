// Does each defect of the reference server fail exactly its checks, and a server without a defect none?
import { busyCore } from '../busy-core.mjs';
import { loaded } from '../typescript.mjs';

/** The last of the runs is beside a busy core. */
export async function mutants({ runs = 10 }) {
  const { everyServer, checked } = await loaded('../test/reference/failed-checks.ts');
  const servers = new Map(everyServer.map((server) => [server.id, server]));
  return {
    cases: Array.from({ length: runs }, (_, run) =>
      everyServer.map(({ id }) => ({
        id: `${String(run + 1).padStart(2, '0')} ${id}${run === runs - 1 ? ', busy beside' : ''}`,
        measure: () => measured(() => failedChecks(checked, servers.get(id)), run === runs - 1),
      })),
    ).flat(),
    wrong(id, { failed }) {
      const expected = servers.get(idIn(id)).breaks.toSorted().join(', ');
      return failed.join(', ') === expected ? null : `[${failed.join(', ')}], expected [${expected}]`;
    },
    line: ({ failed, tookMs }) => `${(tookMs / 1_000).toFixed(1)} s  ${failed.join(', ')}`,
    summary: (results) => {
      const times = Object.values(results).map(({ tookMs }) => tookMs);
      return `The slowest took ${(Math.max(...times) / 1_000).toFixed(1)} s.`;
    },
  };
}

const failedChecks = async (checked, server) => (await checked(server)).failed.map(({ id }) => id);

const idIn = (name) => name.replace(/^\d+ /, '').replace(', busy beside', '');

async function measured(failedOf, isBusy) {
  const busy = isBusy ? busyCore() : null;
  const beganMs = performance.now();
  try {
    const failed = await failedOf();
    return { failed: failed.toSorted(), tookMs: Math.round(performance.now() - beganMs) };
  } finally {
    await busy?.stop();
  }
}
