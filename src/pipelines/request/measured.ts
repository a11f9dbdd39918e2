import { parseTarget } from '../../gather/target.ts';
import type { LoadPlan } from '../../load/plan/contract.ts';
import type { Credentials } from '../../model/auth.ts';
import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import { factsOf, suiteIds } from '../../suites/index.ts';
import { factsOfFlow, ownFlow, type OwnSuite } from '../../suites/own.ts';
import { plainSuite } from '../../suites/plain.ts';
import type { RunOptions } from './contract.ts';

/** Which suites are measured, and who sends them. */
export interface Measured extends Pick<LoadPlan, 'suites' | 'own' | 'users' | 'leftOut'> {
  /** The own suites among them, for their thresholds. */
  readonly ownSuites: readonly OwnSuite[];
}

/**
 * The suites of the auth stack and the user's own; without an account the user's own, or GET of the URL.
 * @throws ToolError `unknown-suite`, `no-user` (exit 2)
 */
export function measuredFor(accounts: readonly Credentials[], options: RunOptions): Measured {
  refuseUnknown(options);
  const hasAccount = accounts.length > 0;
  if (!hasAccount) refuseWithoutAccount(options);
  const chosen = ownSuitesOf(options, hasAccount);
  const made = chosen.map((suite) => ({ suite, flow: ownFlow(suite, hasAccount) }));
  const own = made.flatMap(({ flow }) => (flow === null ? [] : [flow]));
  const leftOut = made.flatMap(({ suite: { flow: each }, flow }) => (flow === null ? [withoutSession(each.id)] : []));
  if (own.length === 0 && leftOut[0] !== undefined) throw new ToolError('no-user', `${leftOut[0]}.`);
  const catalogue = hasAccount && options.onlyOwn !== true ? catalogueOf(options) : [];
  return {
    suites: [...factsOf(catalogue), ...own.map(factsOfFlow)],
    own,
    ownSuites: chosen,
    users: hasAccount ? { kind: 'signed-in', accounts } : { kind: 'anonymous' },
    leftOut: [...(options.leftOut ?? []), ...leftOut],
  };
}

const withoutSession = (id: SuiteId): string => `${id}: not measured, since it needs a session (add --user NAME)`;

const catalogueOf = ({ suites }: RunOptions): readonly SuiteId[] =>
  suites === undefined ? suiteIds : suites.filter((id) => suiteIds.includes(id));

/** Without an account and without own suites: GET of the URL. */
function ownSuitesOf({ url, suites, own = [] }: RunOptions, hasAccount: boolean): readonly OwnSuite[] {
  if (own.length === 0) return hasAccount ? [] : [plainSuite(parseTarget(url).path)];
  return suites === undefined ? own : own.filter(({ flow }) => suites.includes(flow.id));
}

function refuseUnknown({ suites = [], own = [] }: RunOptions): void {
  const known = [...suiteIds, ...own.map(({ flow }) => flow.id)];
  const unknown = suites.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new ToolError('unknown-suite', `No suite is called "${unknown}". Suites: ${known.join(', ')}.`);
}

function refuseWithoutAccount({ suites, own = [], preset, authUrl, apiPath, command }: RunOptions): void {
  const ownIds = own.map(({ flow }) => flow.id);
  const needing = suites?.some((id) => !ownIds.includes(id)) === true ? suites : undefined;
  const [flag] =
    Object.entries({ '--suite': needing, '--preset': preset, '--auth-url': authUrl, '--api': apiPath }).find(
      ([, value]) => value !== undefined,
    ) ?? [];
  if (flag === undefined) return;
  throw new ToolError(
    'no-user',
    `${flag} is for a ${command ?? 'run'} that signs in: add --user NAME, or leave ${flag} out to measure ${own.length === 0 ? 'GET of the URL' : ownIds.join(', ')}.`,
  );
}
