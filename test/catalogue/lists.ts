import { audits, securityAudits } from '../../src/audit/index.ts';
import { faults } from '../../src/lab/index.ts';
import { exitCodes } from '../../src/model/exit-codes.ts';
import { commandPlans } from '../../src/pipelines/commands.ts';
import { profiles } from '../../src/profiles/index.ts';
import { formats } from '../../src/render/index.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { serverStacks } from '../../src/stacks/servers/index.ts';
import { suites } from '../../src/suites/index.ts';
import type { Catalogues } from './tables.ts';

/** The product's own lists. */
export const catalogues: Catalogues = {
  commands: commandPlans,
  findings: audits,
  checks: securityAudits,
  profiles,
  suites,
  authStacks,
  serverStacks,
  formats,
  faults,
  exitCodes,
};
