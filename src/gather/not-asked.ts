import type { Evidence } from '../model/evidence.ts';
import { gotNothing, NOT_ASKED } from '../model/outcome.ts';
import type { Member, Permission } from './contract.ts';

const without: Readonly<Record<Permission, string>> = {
  '--allow-lockout': 'failed logins can lock an account: add --allow-lockout, with a throw-away account',
  '--audit-log': 'no audit log was named: add --audit-log FILE, the file that the server appends its entries to',
};

/** The evidence of a member that the chosen depth leaves out: how to ask for it. */
export function notAsked({ kind, depth = 'default', permission }: Member): Evidence {
  if (permission !== undefined) {
    return { ...evidenceOf(kind), outcome: gotNothing(NOT_ASKED, without[permission]) } as Evidence;
  }
  const flag = depth === 'deep' ? 'only --deep asks this' : '--quick does not ask this';
  return { ...evidenceOf(kind), outcome: gotNothing(NOT_ASKED, flag) } as Evidence;
}

const evidenceOf = (kind: Member['kind']) => ({ kind, takenAt: new Date().toISOString(), tookMs: 0 });
