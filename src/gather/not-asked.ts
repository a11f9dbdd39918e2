import type { Evidence } from '../model/evidence.ts';
import { gotNothing, NOT_ASKED } from '../model/outcome.ts';
import type { Member } from './contract.ts';

/** The evidence of a member that the chosen depth leaves out: how to ask for it. */
export function notAsked({ kind, depth = 'default', permission }: Member): Evidence {
  if (permission !== undefined) {
    const because = 'failed logins can lock an account: add --allow-lockout, with a throw-away account';
    return { ...evidenceOf(kind), outcome: gotNothing(NOT_ASKED, because) } as Evidence;
  }
  const flag = depth === 'deep' ? 'only --deep asks this' : '--quick does not ask this';
  return { ...evidenceOf(kind), outcome: gotNothing(NOT_ASKED, flag) } as Evidence;
}

const evidenceOf = (kind: Member['kind']) => ({ kind, takenAt: new Date().toISOString(), tookMs: 0 });
