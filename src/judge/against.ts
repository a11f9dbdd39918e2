import type { Against, FindingChange, NameChange } from '../model/against.ts';
import type { Finding } from '../model/finding.ts';
import type { AddressRow, Run } from '../model/run.ts';

type Now = Pick<Run, 'findings' | 'addresses'>;

/** Did the change help? Every finding that failed then or fails now, and what each name costs. */
export const judgeAgainst = (before: Run, now: Now): Against => ({
  startedAt: before.startedAt,
  url: before.target.url,
  findings: findingChanges(before.findings, now.findings),
  names: nameChanges(before.addresses, now.addresses),
});

function findingChanges(before: readonly Finding[], now: readonly Finding[]): readonly FindingChange[] {
  const ids = new Set([...before, ...now].filter(({ outcome }) => outcome === 'fail').map(({ id }) => id));
  return [...ids].map((id) => {
    const [then, today] = [before, now].map((findings) => findings.find((finding) => finding.id === id));
    return { id, change: changeOf(then, today), beforeMs: costOf(then), afterMs: costOf(today) };
  });
}

function changeOf(then: Finding | undefined, today: Finding | undefined): FindingChange['change'] {
  if (then?.outcome !== 'fail') return 'new';
  if (today?.outcome === 'fail') return 'not-solved';
  // A finding that could not be looked for again is not solved by that.
  return today === undefined || today.outcome === 'inconclusive' ? 'undecided' : 'solved';
}

const costOf = (finding: Finding | undefined): number | null => (finding?.outcome === 'fail' ? finding.costMs : null);

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
