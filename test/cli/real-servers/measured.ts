import { afterAll, expect } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import type { RealServer, Truth, Way } from '../../real-servers/contract.ts';
import {
  signInOptions,
  type StartedServer,
  startRealServer,
  testWithServer,
  truthOf,
} from '../../real-servers/start.ts';
import { validRun } from '../valid-run.ts';
import { whyslow } from '../warm.ts';

/** A login hashes a password and five race trials sign in again, so a busy machine needs minutes. */
const LONGEST_MS = 180_000;

/** A server is measured at length in its first way. A further way differs in its requests only. */
const FULL = ['--requests', '30', '--connections', '2'];
const SHORT = ['--requests', '10', '--connections', '1'];
/** The requests of the shortest load, without its warm-up. */
const FEWEST_TOKENS = 10;

/** Registers the tests of one server, for each way to sign in there. The server is started once. */
export function testServer(server: RealServer): void {
  const truth = truthOf(server);
  let starting: Promise<StartedServer> | null = null;
  const measured: Measured = async (way, command) =>
    measure(server, await (starting ??= startRealServer(server)), way, command);
  afterAll(async () => (await starting)?.stop());
  const testHere = testWithServer(server);
  for (const [index, way] of truth.ways.entries()) {
    const named = `${server.id}, ${way.how}`;
    testHere(
      `${named}: ${way.suites.join(', ')} are measured without an error`,
      async () => {
        const { run, tokens } = await measured(way, ['load', ...(index === 0 ? FULL : SHORT)]);
        expect(run.target.preset).toBe(way.stack);
        expect([...new Set(run.suites.map(({ suite }) => suite))]).toEqual(way.suites);
        expectRightAnswersOnly(run);
        expectFreshTokens(truth, tokens);
      },
      LONGEST_MS,
    );
    testHere(
      `${named}: the checks equal the truth table`,
      async () => {
        const { run } = await measured(way, ['verify']);
        expect(Object.fromEntries(run.checks.map(({ id, outcome }) => [id, outcome]))).toEqual(
          expectedChecks(truth, way),
        );
      },
      LONGEST_MS,
    );
  }
}

type Measured = (way: Way, command: readonly string[]) => ReturnType<typeof measure>;

async function measure(server: RealServer, started: StartedServer, way: Way, command: readonly string[]) {
  const { url, username, password } = started;
  const before = started.presentedTokens().length;
  const ended = await whyslow([...command, url, '--user', username, '--json', ...signInOptions(server, way)], {
    env: { WHYSLOW_PASSWORD: password },
  });
  if (ended.stdout === '') throw new Error(ended.stderr);
  expect(ended.stdout + ended.stderr).not.toContain(password);
  return { run: validRun(ended.stdout), tokens: started.presentedTokens().slice(before) };
}

function expectRightAnswersOnly({ suites }: Run): void {
  const wrong = suites.filter(({ n, errors }) => errors > 0 || n === 0);
  expect(wrong.map(({ suite, arm, n, errors, statuses }) => ({ suite, arm, n, errors, statuses }))).toEqual([]);
}

/** The server itself logged the digest of each refresh token that was presented during the load. */
function expectFreshTokens({ refreshToken }: Truth, tokens: readonly string[]): void {
  if (refreshToken === 'none') return;
  expect(tokens.length).toBeGreaterThan(FEWEST_TOKENS);
  if (refreshToken === 'rotated') expect(new Set(tokens).size).toBe(tokens.length);
  else expect(new Set(tokens).size).toBeLessThan(tokens.length);
}

const expectedChecks = ({ checks }: Truth, way: Way): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries({ ...checks, ...way.checks }).map(([id, { outcome }]) => [id, outcome]));
