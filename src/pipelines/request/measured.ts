import type { SuiteThreshold, WrittenThreshold } from '../../judge/threshold-grammar.ts';
import type { LoadPlan } from '../../load/plan/contract.ts';
import type { Credentials } from '../../model/auth.ts';
import { ToolError } from '../../model/error.ts';
import { parseTarget } from '../../gather/target.ts';
import { factsOf, suiteIds } from '../../suites/index.ts';
import { plainFacts, plainId } from '../../suites/plain.ts';
import type { RunOptions } from './contract.ts';
import { defaultThresholds, plainThresholds, readThreshold, withSuite } from './thresholds.ts';

/** Which suites are measured, and who sends them. */
type Measured = Pick<LoadPlan, 'suites' | 'users'>;

/** The suites of the auth stack. @throws ToolError `unknown-suite` (exit 2) */
export const signedInLoad = (accounts: readonly Credentials[], { suites }: RunOptions): Measured => ({
  suites: factsOf(suites ?? suiteIds),
  users: { kind: 'signed-in', accounts },
});

/**
 * Without an account: the GET of the URL.
 * @throws ToolError `no-user` (exit 2) where an option needs an account.
 */
export function plainLoad({ url, suites, preset, apiPath, command }: RunOptions): Measured {
  const needing = Object.entries({ '--suite': suites, '--preset': preset, '--api': apiPath }).find(
    ([, value]) => value !== undefined,
  );
  if (needing === undefined) return { suites: [plainFacts(parseTarget(url).path)], users: { kind: 'anonymous' } };
  throw new ToolError(
    'no-user',
    `${needing[0]} is for a ${command ?? 'run'} that signs in: add --user NAME, or leave ${needing[0]} out to measure GET of the URL.`,
  );
}

/**
 * What the suites are judged by. Default targets of suites that are not measured are left out; those that the caller wrote
 * are judged all the same.
 * @throws ToolError `bad-target`, `no-user` (exit 2)
 */
export function thresholdsOf({ suites, users }: Measured, { targets }: RunOptions): readonly SuiteThreshold[] {
  const ids = suites.map(({ id }) => id);
  if (targets !== undefined) return targets.map((target) => writtenFor(target, ids, users));
  return [...defaultThresholds, ...plainThresholds].filter(({ suite }) => ids.includes(suite));
}

function writtenFor(
  target: string | WrittenThreshold,
  ids: readonly string[],
  { kind }: LoadPlan['users'],
): SuiteThreshold {
  const written = withSuite(typeof target === 'string' ? readThreshold(target) : target, ids);
  const isPlain = written.suite === plainId;
  if (isPlain === (kind === 'anonymous')) return written;
  throw isPlain
    ? new ToolError(
        'bad-target',
        `The threshold "${written.text}" is about GET of the URL, which is measured without --user.`,
      )
    : new ToolError('no-user', `The threshold "${written.text}" is about a suite that signs in: add --user NAME.`);
}
