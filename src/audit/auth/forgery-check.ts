import type { Forgeries, Forgery, ForgeryKind } from '../../model/forgeries.ts';
import type { Opinion, Severity } from '../../model/finding.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';
import { readPresented, unclearText } from './refusal.ts';

/** What is special about one kind of token that must be refused. */
interface ForgeryRule {
  readonly id: string;
  readonly title: string;
  readonly holds: string;
  readonly standard: string;
  readonly kind: ForgeryKind;
  readonly severity: Severity;
  /** The consequence, a sentence. */
  readonly consequence: string;
  /** Why it may not have been tried. */
  readonly without: string | ((forgeries: Forgeries) => string);
  /** What other evidence says where no such token was tried: an opinion, or the summary of a failure. */
  readonly otherwise?: (forgeries: Forgeries) => Opinion | string | null;
  /** What a pass does not say, as the end of its sentence; empty if there is nothing. */
  readonly leaves?: (forgeries: Forgeries) => string;
  readonly general: Remedy;
}

/** Kinds that are made from the parts of a JWT. */
const ofJwt: ReadonlySet<ForgeryKind> = new Set([
  'alg-none',
  'tampered-payload',
  'stripped-signature',
  'algorithm-confusion',
  'embedded-key',
  'injected-kid',
  'expired',
  'not-yet-valid',
  'wrong-audience',
  'wrong-issuer',
]);

/** The check of one kind of token that a sound server refuses. */
export const forgeryCheck = (rule: ForgeryRule) =>
  securityAudit({
    id: rule.id,
    title: rule.title,
    holds: rule.holds,
    group: 'forgery',
    standard: rule.standard,
    needs: ['forgeries'],
    uses: ['auth-surface'],
    shows({ forgeries: { tried, ownAfterEnd } }) {
      const own = tried.filter(({ kind }) => kind === rule.kind);
      const accepted = own.filter(({ presented, fetched }) => fetched || readPresented(presented) === 'granted');
      const chosen = accepted.length > 0 ? accepted : own;
      if (chosen.length === 0 && rule.otherwise !== undefined) return [ownAfterEnd?.presented.shown];
      return chosen.map(({ presented }) => presented.shown);
    },
    check({ forgeries, 'auth-surface': surface }, subject): Opinion {
      const read = readTried(rule, forgeries);
      if (typeof read !== 'string') return read;
      const advice = adviceFor(rule.id, authRemedies(surface), factsFor(subject), rule.general);
      return { outcome: 'fail', severity: rule.severity, costMs: null, summary: read, facts: [], advice };
    },
  });

/** An opinion, or the summary of a failure. */
function readTried(rule: ForgeryRule, forgeries: Forgeries): Opinion | string {
  const tried = forgeries.tried.filter(({ kind }) => kind === rule.kind);
  if (tried.length === 0) return reasonWithout(rule, forgeries);
  const granted = tried.filter(({ presented }) => readPresented(presented) === 'granted');
  if (granted.length > 0) {
    const were = granted.length === 1 ? 'was' : 'were';
    return `${variantsOf(granted)} ${were} accepted (status ${statusesOf(granted)}). ${rule.consequence}`;
  }
  const fetched = tried.filter((each) => each.fetched);
  if (fetched.length > 0) {
    return `The server fetched the address of a refused token: ${variantsOf(fetched)}. A token makes it send requests to any address.`;
  }
  const unclear = tried.find(({ presented }) => readPresented(presented) === 'unclear');
  if (unclear !== undefined) return inconclusive(`${unclear.variant}: ${unclearText(unclear.presented)}`);
  const forms = tried.length === 1 ? '' : ` in ${tried.length} forms`;
  return pass(`refused with ${statusesOf(tried)}${forms}${rule.leaves?.(forgeries) ?? ''}`);
}

function reasonWithout(rule: ForgeryRule, forgeries: Forgeries): Opinion | string {
  const { token, own, garbage } = forgeries;
  if (token === 'none') return notApplicable('the session is a cookie, and no token');
  if (!own.granted) return inconclusive(`the session's own token was not accepted (status ${own.status})`);
  if (garbage.granted) return notApplicable('the route answers to any token, so that it is not protected');
  const other = rule.otherwise?.(forgeries) ?? null;
  if (other !== null) return other;
  if (token === 'opaque' && ofJwt.has(rule.kind)) return notApplicable('the access token is opaque, and no JWT');
  return notApplicable(typeof rule.without === 'string' ? rule.without : rule.without(forgeries));
}

const variantsOf = (tried: readonly Forgery[]): string => tried.map(({ variant }) => variant).join(', ');

const statusesOf = (tried: readonly Forgery[]): string =>
  [...new Set(tried.map(({ presented }) => presented.status))].join(' and ');
