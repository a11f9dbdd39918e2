import { ToolError } from '../model/error.ts';
import { type AnySecurityAudit } from './contract.ts';
import { securityGroups } from '../model/security-group.ts';
import { securityAudits } from './index.ts';

/** Ids of checks and names of groups. An empty `only` chooses all checks; `skip` removes from the chosen ones. */
export interface CheckChoice {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/** The names that choose checks: the groups, then the ids. */
export const checkNames: readonly string[] = [...securityGroups, ...securityAudits.map(({ id }) => id)];

const isNamed = ({ id, group }: AnySecurityAudit, names: readonly string[]): boolean =>
  names.includes(id) || names.includes(group);

/** The chosen checks of these, in their own order. */
export const chosenOf = (
  checks: readonly AnySecurityAudit[],
  { only, skip }: CheckChoice,
): readonly AnySecurityAudit[] =>
  checks.filter((each) => (only.length === 0 || isNamed(each, only)) && !isNamed(each, skip));

/** One line that names the checks that were not chosen, a whole group by its name; none where all were chosen. */
export function unchosenText(checks: readonly AnySecurityAudit[], choice: CheckChoice): readonly string[] {
  const made = chosenOf(checks, choice);
  const left = checks.filter((each) => !made.includes(each));
  if (left.length === 0) return [];
  const names = left.map(({ id, group }) => (made.some((each) => each.group === group) ? id : group));
  return [`security checks that were not chosen: ${[...new Set(names)].join(', ')}`];
}

/** @throws ToolError `unknown-check` (exit 2) for a name of no check and no group, and where no check is left. */
export function checkChoice(only: readonly string[] = [], skip: readonly string[] = []): CheckChoice {
  const unknown = [...only, ...skip].find((name) => !checkNames.includes(name));
  if (unknown !== undefined) {
    throw new ToolError(
      'unknown-check',
      `No check and no group is called "${unknown}". Names: ${checkNames.join(', ')}.`,
    );
  }
  const choice = { only, skip };
  if (chosenOf(securityAudits, choice).length > 0) return choice;
  const left = only.length === 0 ? 'all checks' : only.join(', ');
  throw new ToolError(
    'unknown-check',
    `No check is left to make: of ${left}, the option skip removes each. Choose another group or check.`,
  );
}
