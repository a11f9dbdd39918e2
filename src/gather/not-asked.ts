import type { Evidence } from '../model/evidence.ts';
import { gotNothing, NOT_ASKED } from '../model/outcome.ts';
import type { Member } from './contract.ts';

/** The evidence of a member that the chosen depth leaves out: how to ask for it. */
export function notAsked({ kind, depth = 'default' }: Member): Evidence {
  const flag = depth === 'deep' ? 'only --deep asks this' : '--quick does not ask this';
  return { kind, takenAt: new Date().toISOString(), tookMs: 0, outcome: gotNothing(NOT_ASKED, flag) } as Evidence;
}
