import type { Against, FindingChange, NameChange } from '../model/against.ts';
import type { Finding } from '../model/finding.ts';
import type { AddressRow, Run } from '../model/run.ts';
import { comparabilityOf, reachedIn, type Side } from './comparable.ts';

/** Compares two runs of one server: each finding that failed in either run, and the time of each name. */
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
    const [then, today] = [findingStateIn(before, id, 'the earlier run'), findingStateIn(now, id, 'this run')];
    return { id, ...changeOf(then, today), beforeMs: costOf(then), afterMs: costOf(today) };
  });
}

/** The state of one finding in one run: present, absent, or not known. */
type FindingState =
  | { readonly kind: 'present'; readonly costMs: number | null }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: string };

function findingStateIn(side: Side, id: string, run: string): FindingState {
  const finding = side.findings.find((each) => each.id === id);
  if (finding === undefined) return { kind: 'unknown', because: `${run} did not check it` };
  if (finding.outcome === 'fail') return { kind: 'present', costMs: finding.costMs };
  if (reachedIn(side) !== 'answered') return { kind: 'unknown', because: `the server gave no answer in ${run}` };
  return isAbsent(finding) ? { kind: 'absent' } : { kind: 'unknown', because: `${run}: ${finding.summary}` };
}

/** A note is no failure any more, unless it is one that another finding explains. */
function isAbsent(finding: Finding): boolean {
  if (finding.outcome === 'note') return finding.explainedBy === null;
  return finding.outcome === 'pass' || (finding.outcome === 'not-applicable' && finding.cannotOccur === true);
}

/** "Solved" and "new" need a known state in both runs: present in one, absent in the other. */
function changeOf(then: FindingState, today: FindingState): Pick<FindingChange, 'change' | 'because'> {
  const unknown = [then, today].find((state) => state.kind === 'unknown');
  if (unknown?.kind === 'unknown') return { change: 'undecided', because: unknown.because };
  if (then.kind !== 'present') return { change: 'new', because: null };
  return { change: today.kind === 'present' ? 'not-solved' : 'solved', because: null };
}

const costOf = (state: FindingState): number | null => (state.kind === 'present' ? state.costMs : null);

function nameChanges(before: readonly AddressRow[], now: readonly AddressRow[]): readonly NameChange[] {
  const names = new Set([...before, ...now].map(({ name }) => name));
  return [...names].map((name) => ({ name, beforeMs: totalOf(before, name), afterMs: totalOf(now, name) }));
}

/** A client ends at the first address that answers; its total includes the time lost on the addresses before it. */
const totalOf = (rows: readonly AddressRow[], name: string): number | null =>
  rows
    .filter((row) => row.name === name)
    .toSorted((a, b) => a.order - b.order)
    .find(({ totalMs }) => totalMs !== null)?.totalMs?.p50 ?? null;
