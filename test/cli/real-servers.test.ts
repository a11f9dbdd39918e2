import { expect } from 'vitest';
import type { RealServer } from '../real-servers/contract.ts';
import { realServers } from '../real-servers/index.ts';
import { configArguments, startRealServer, testWithServer, truthOf } from '../real-servers/start.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './whyslow.ts';

/** A login hashes a password and five race trials sign in again, so a busy machine needs a minute. */
const LONGEST_MS = 180_000;

async function measured(server: RealServer, command: readonly string[]) {
  const started = await startRealServer(server);
  const { url, username, password } = started;
  try {
    const ended = await whyslow([...command, url, '--user', username, '--json', ...configArguments(server)], {
      env: { WHYSLOW_PASSWORD: password },
    });
    if (ended.stdout === '') throw new Error(ended.stderr);
    expect(ended.stdout + ended.stderr).not.toContain(password);
    return { run: validRun(ended.stdout), tokens: started.presentedTokens() };
  } finally {
    await started.stop();
  }
}

for (const server of realServers) {
  const truth = truthOf(server);

  testWithServer(server)(
    `${server.id}: the load measures ${truth.suites.join(', ')} without an error, and presents no rotated token twice`,
    async () => {
      const { run, tokens } = await measured(server, ['load', '--requests', '30', '--connections', '2']);
      expect(run.target.preset).toBe(truth.stack);
      expect([...new Set(run.suites.map(({ suite }) => suite))]).toEqual(truth.suites);
      expect(run.suites.map(({ suite, errors, statuses }) => [suite, errors, statuses])).toEqual(
        run.suites.map(({ suite, statuses }) => [suite, 0, statuses]),
      );
      expect(Math.min(...run.suites.map(({ n }) => n))).toBeGreaterThan(0);
      if (truth.refreshToken !== 'none') expect(tokens.length).toBeGreaterThan(30);
      if (truth.refreshToken === 'rotated') expect(new Set(tokens).size).toBe(tokens.length);
    },
    LONGEST_MS,
  );

  testWithServer(server)(
    `${server.id}: the checks equal its truth table`,
    async () => {
      const { run } = await measured(server, ['verify']);
      const seen = run.checks.map(({ id, outcome }) => [id, outcome]);
      expect(Object.fromEntries(seen)).toEqual(
        Object.fromEntries(Object.entries(truth.checks).map(([id, { outcome }]) => [id, outcome])),
      );
    },
    LONGEST_MS,
  );
}
