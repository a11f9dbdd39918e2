import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { importCurl } from '../../src/flows/import/curl/import-curl.ts';
import type { Check, ShownExchange } from '../../src/model/finding.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { PASSWORD, post, serve } from './client.ts';
import { partIsHere, testWith } from '../serve/require.ts';
import { checked, everyServer } from './failed-checks.ts';
import { issuedDuring } from './issued.ts';
import { statusByCurl } from './shell-answers.ts';

/** Servers whose failures one command shows alone, so that it can be repeated. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'alg-none',
  'tampered-payload',
  'stripped-signature',
  'refresh-as-access',
  'access-as-refresh',
  'token-in-query',
  'long-access',
  'silent-refusal',
  'crash-on-size',
  'crash-on-fields',
  'refusal-is-success',
]);

const exchangesOf = (failed: readonly Check[]): readonly ShownExchange[] =>
  failed.flatMap(({ exchanges }) => exchanges ?? []);

/** Each exchange with the status that it states, and the one that curl gets. */
async function repeated(url: string, failed: readonly Check[]): Promise<readonly Repeated[]> {
  const answers: Repeated[] = [];
  for (const each of exchangesOf(failed)) {
    const status = await statusByCurl(url, each);
    answers.push({ curl: each.curl, states: Number.parseInt(each.came, 10), status });
  }
  return answers;
}

interface Repeated {
  readonly curl: string;
  readonly states: number;
  readonly status: number;
}

/** After the end of the long grace of a mutant. The bench looks as long as the command does. */
const LONGEST_GRACE_MS = 1_500;

const hasCurl = partIsHere('curl').here;
const answers: Repeated[] = [];

test.each(everyServer.map((server) => [server.title, server] as const))(
  'a server that %s fails exactly its checks, each with a command that repeats it and without a secret',
  async (_title, server) => {
    const { made, issued } = await issuedDuring(() =>
      checked(
        server,
        async (url, { failed }) => {
          if (hasCurl && REPEATABLE.has(server.id)) answers.push(...(await repeated(url, failed)));
        },
        LONGEST_GRACE_MS,
      ),
    );
    const { failed, evidence } = made;
    expect(failed.map(({ id }) => id).toSorted()).toEqual(server.breaks.toSorted());
    expect(failed.filter(({ exchanges = [] }) => exchanges.length === 0).map(({ id }) => id)).toEqual([]);
    for (const { curl } of exchangesOf(failed)) expect(importCurl(curl, { hasAccount: false }).flows).toHaveLength(1);
    const json = JSON.stringify({ failed, evidence });
    expect(issued.size).toBeGreaterThan(0);
    expect([PASSWORD, ...issued].filter((secret) => json.includes(secret))).toEqual([]);
  },
);

testWith(['curl'])('the commands of failed checks get the statuses that the checks state from curl', () => {
  expect(answers.length).toBeGreaterThanOrEqual(REPEATABLE.size);
  expect(answers).toEqual(answers.map((each) => ({ ...each, status: each.states })));
});

test('the mutant that says that a name is unknown counts its failures, so that the message is its only difference', async () => {
  const server = await serve({ mutant: 'unknown-name-said', throttle: { failures: 2, windowSeconds: 60 } });
  try {
    const refusals: [number, unknown][] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { status, body } = await post(server.url, '/api/token/', { username: 'unknown', password: 'wrong' });
      refusals.push([status, body['detail']]);
    }
    expect(refusals).toEqual([
      [401, 'No such user.'],
      [401, 'No such user.'],
      [429, expect.not.stringContaining('No such user.')],
    ]);
  } finally {
    await server.close();
  }
});

test('each check is the aim of a mutant', () => {
  const aimed = new Set(mutants.flatMap(({ breaks }) => breaks));
  expect(securityAudits.map(({ id }) => id).filter((id) => !aimed.has(id))).toEqual([]);
});
