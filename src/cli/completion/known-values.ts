import { checkNames } from '../../audit/choice.ts';
import { audits, replacedChecks, securityAudits } from '../../audit/index.ts';
import { faults } from '../../lab/index.ts';
import { formats } from '../../render/index.ts';
import { authStacks } from '../../stacks/auth/index.ts';
import { suiteIds } from '../../suites/index.ts';

const idsOf = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

/** The values of options that are checked by a parser of our own, so that commander does not know them. */
export const valuesOfOptions: Readonly<Record<string, readonly string[]>> = {
  '--format': formats.map(({ name }) => name),
  '--preset': idsOf(authStacks),
  '--suite': suiteIds,
  '--only': checkNames,
  '--skip': checkNames,
  '--against': ['last'],
};

/** The operands of commands, by the name of the command. */
export const operandsOf: Readonly<Record<string, readonly string[]>> = {
  explain: [...idsOf([...audits, ...securityAudits]), ...Object.keys(replacedChecks)],
  lab: idsOf(faults),
};
