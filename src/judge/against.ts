import type { Against, FindingChange, NameChange } from '../model/against.ts';
import type { AddressRow, Run } from '../model/run.ts';
import { comparabilityOf, reachedIn, type Side } from './comparable.ts';

/** Did the change help? Every finding that failed then or fails now, and what each name costs: of one server only. */
export function judgeAgainst(before: Run, now: Side): Against {
  const comparable = comparabilityOf(before, now);
  const both = { startedAt: before.startedAt, url: before.target.url, comparable };
  if (comparable.kind === 'not-comparable') return { ...both, findings: [], names: [] };
  return {
    ...both,
    findings: findingChanges(before, now),
    names: nameChanges(before.addresses, now.addresses),
  };
}

function findingChanges(before: Side, now: Side): readonly FindingChange[] {
  const failed = [...before.findings, ...now.findings].filter(({ outcome }) => outcome === 'fail');
  return [...new Set(failed.map(({ id }) => id))].map((id) => {
    const [then, today] = [sightIn(before, id, 'the earlier run'), sightIn(now, id, 'this run')];
    return { id, ...changeOf(then, today), beforeMs: costOf(then), afterMs: costOf(today) };
  });
}

/** What a run knows of one finding: that it is there, that it is not, or neither. */
type Sight =
  | { readonly kind: 'present'; readonly costMs: number | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-seen'; readonly because: string };

function sightIn(side: Side, id: string, run: string): Sight {
  const finding = side.findings.find((each) => each.id === id);
  if (finding === undefined) return { kind: 'not-seen', because: `${run} did not look for it` };
  if (finding.outcome === 'fail') return { kind: 'present', costMs: finding.costMs };
  if (reachedIn(side) !== 'answered') return { kind: 'not-seen', because: `the server gave no answer in ${run}` };
  const isAbsent = finding.outcome === 'pass' || (finding.outcome === 'not-applicable' && finding.cannotOccur === true);
  return isAbsent ? { kind: 'absent' } : { kind: 'not-seen', because: `${run}: ${finding.summary}` };
}

/** "Solved" and "new" need both runs to have seen: one that the problem is there, the other that it is not. */
function changeOf(then: Sight, today: Sight): Pick<FindingChange, 'change' | 'because'> {
  const unseen = [then, today].find((sight) => sight.kind === 'not-seen');
  if (unseen?.kind === 'not-seen') return { change: 'undecided', because: unseen.because };
  if (then.kind !== 'present') return { change: 'new', because: null };
  return { change: today.kind === 'present' ? 'not-solved' : 'solved', because: null };
}

const costOf = (sight: Sight): number | null => (sight.kind === 'present' ? sight.costMs : null);

function nameChanges(before: readonly AddressRow[], now: readonly AddressRow[]): readonly NameChange[] {
  const names = new Set([...before, ...now].map(({ name }) => name));
  return [...names].map((name) => ({ name, beforeMs: totalOf(before, name), afterMs: totalOf(now, name) }));
}

/** The first address that answers is the one a client ends at; its total holds all that went before. */
const totalOf = (rows: readonly AddressRow[], name: string): number | null =>
  rows
    .filter((row) => row.name === name)
    .toSorted((a, b) => a.order - b.order)
    .find(({ totalMs }) => totalMs !== null)?.totalMs?.p50 ?? null;
