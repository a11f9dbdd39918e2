import { type Depth, reaches } from '../model/depth.ts';
import type { EvidenceKind } from '../model/evidence.ts';
import { type AnyGatherer, type AnyObserver, harms, type Member, type Permission } from './contract.ts';

/** Decides which members of the list are started. */
export interface Wanted {
  /** The kinds of evidence that are read. */
  readonly kinds: ReadonlySet<EvidenceKind>;
  /** Whether there is an account to sign in with. */
  readonly account: boolean;
  readonly depth: Depth;
  /** The options that were given. */
  readonly permissions?: readonly Permission[];
}

/** The members of one run, each list in the order in which it is gathered. */
export interface Selection {
  /** Before the load: members for any target, then those that need a server that answers, then those that sign in. */
  readonly before: readonly AnyGatherer[];
  readonly asking: readonly AnyGatherer[];
  readonly signingIn: readonly AnyGatherer[];
  readonly after: readonly AnyGatherer[];
  readonly observers: readonly AnyObserver[];
  /** Wanted, and left out at this depth. */
  readonly leftOut: readonly Member[];
}

/** The members whose kind is wanted and the members that they need, in the order of `harms`. */
export function selectionOf(list: readonly Member[], { kinds, account, depth, permissions = [] }: Wanted): Selection {
  const wanted = withNeeds(list, kinds);
  const possible = list
    .filter(({ kind }) => wanted.has(kind))
    .filter((each) => account || !needs(list, each, 'account'));
  const isAllowed = ({ permission }: Member): boolean => permission === undefined || permissions.includes(permission);
  const isAsked = (each: Member): boolean => reaches(depth, each.depth ?? 'default') && isAllowed(each);
  const chosen = possible.filter(isAsked);
  const ordered = chosen.toSorted((a, b) => harms.indexOf(a.harm) - harms.indexOf(b.harm));
  const gathering = ordered.filter((each) => each.when !== 'during');
  const before = gathering.filter((each) => each.when === 'before');
  const isSigningIn = (each: Member): boolean => needs(list, each, 'account');
  const isAsking = (each: Member): boolean => !isSigningIn(each) && needs(list, each, 'answer');
  return {
    before: before.filter((each) => !isAsking(each) && !isSigningIn(each)),
    asking: before.filter(isAsking),
    signingIn: before.filter(isSigningIn),
    after: gathering.filter((each) => each.when === 'after'),
    observers: ordered.filter((each) => each.when === 'during'),
    leftOut: possible.filter((each) => !isAsked(each)),
  };
}

/** These kinds and, transitively, the kinds that their members need or observe. */
function withNeeds(list: readonly Member[], kinds: ReadonlySet<EvidenceKind>): ReadonlySet<string> {
  const wanted = new Set<string>(kinds);
  // Iteration of a set includes the elements that are added during it.
  for (const name of wanted) {
    const member = list.find(({ kind }) => kind === name);
    for (const need of member?.needs ?? []) wanted.add(need);
    if (member?.when === 'during') wanted.add(member.observes);
  }
  return wanted;
}

/** Whether a member needs that, directly or through another member. */
const needs = (list: readonly Member[], member: Member, what: 'answer' | 'account'): boolean =>
  member.needs.some((need) => {
    if (need === what) return true;
    const other = list.find(({ kind }) => kind === need);
    return other !== undefined && needs(list, other, what);
  });
