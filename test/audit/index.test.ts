import { expect, test } from 'vitest';
import { audit, inconclusive, pass, securityAudit, type AnyAudit } from '../../src/audit/contract.ts';
import { checksOf, evidenceFor, findingsOf } from '../../src/audit/index.ts';
import type { Evidence, Reading } from '../../src/model/evidence.ts';
import { got, gotNothing } from '../../src/model/outcome.ts';
import { passOf } from '../judge/literals.ts';
import { at } from './literals.ts';

const demanding: AnyAudit = audit({
  id: 'demanding',
  title: 'needs lifetimes, uses listeners',
  holds: 'it holds',
  needs: ['lifetimes'],
  uses: ['listeners'],
  check: ({ lifetimes, listeners }) => pass(`${lifetimes.accessS}, ${listeners?.listeners.length ?? 'no'} listeners`),
});

const required = securityAudit({
  id: 'required',
  title: 'a requirement',
  holds: 'it holds',
  group: 'policy',
  standard: 'RFC 1',
  needs: ['lifetimes'],
  check: () => inconclusive('undecidable'),
});

const stamp = { takenAt: '2026-01-01T00:00:00.000Z', tookMs: 1 };
const lifetimes: Evidence = { kind: 'lifetimes', ...stamp, outcome: got({ accessS: 900, refreshS: null }) };
const listeners: Evidence = { kind: 'listeners', ...stamp, outcome: got({ listeners: [], otherPorts: [] }) };
const noListeners: Evidence = { kind: 'listeners', ...stamp, outcome: gotNothing('no-proc', 'not on this system') };
const noLifetimes: Evidence = { kind: 'lifetimes', ...stamp, outcome: gotNothing('auth-failed', 'the login failed') };

test.each([
  ['all there', [lifetimes, listeners], 'pass', '900, 0 listeners'],
  ['what it uses was not gathered', [lifetimes], 'pass', '900, no listeners'],
  ['what it uses could not be had', [lifetimes, noListeners], 'pass', '900, no listeners'],
  ['what it needs was not gathered', [listeners], 'inconclusive', 'this run did not examine it'],
  ['what it needs could not be had', [noLifetimes, listeners], 'inconclusive', 'the login failed'],
  ['nothing there', [], 'inconclusive', 'this run did not examine it'],
] as const)('an audit with %s', (_what, evidence, outcome, summary) =>
  expect(findingsOf([demanding], evidence, at())).toEqual([
    { id: 'demanding', title: 'needs lifetimes, uses listeners', holds: 'it holds', outcome, summary },
  ]),
);

test('a check has the paragraph of its standard, and its group', () =>
  expect(checksOf([required], [lifetimes], at())).toEqual([
    {
      id: 'required',
      title: 'a requirement',
      holds: 'it holds',
      standard: 'RFC 1',
      group: 'policy',
      outcome: 'inconclusive',
      summary: 'undecidable',
    },
  ]));

test('the evidence is that which the audits need and use, once each', () => {
  expect([...evidenceFor([demanding, required])]).toEqual(['lifetimes', 'listeners']);
  expect(evidenceFor([]).size).toBe(0);
});

const counting = audit({
  id: 'counting',
  title: 'counts the trials of the load',
  holds: 'it holds',
  needs: ['load-trials'],
  check: ({ 'load-trials': { trials } }) =>
    pass(
      trials.map(({ suite, arm, connection, serviceMs }) => [suite, arm, connection, serviceMs?.mean].join(' ')).join(),
    ),
});

test.each([
  ['is handed the trials of the load', [passOf()], 'pass', 'refresh target kept-alive 10'],
  ['is inconclusive where there was no load', null, 'inconclusive', 'this run did not examine it'],
] as const)('an audit of load trials %s', (_what, trials, outcome, summary) => {
  const readings: readonly Reading[] = trials === null ? [] : [{ kind: 'load-trials', outcome: got({ trials }) }];
  expect(findingsOf([counting], readings, at())).toMatchObject([{ id: 'counting', outcome, summary }]);
});

const failing = (id: string, explains: readonly string[] = []): AnyAudit =>
  audit({
    id,
    title: `the defect ${id}`,
    holds: 'it holds',
    needs: ['lifetimes'],
    explains,
    check: () => ({ outcome: 'fail', severity: 'low', costMs: 5, summary: `${id} was seen`, facts: [], advice: [] }),
  });

test('a failure that another failure explains becomes a note under it', () => {
  const found = findingsOf([failing('cause', ['effect']), failing('effect'), failing('other')], [lifetimes], at());
  expect(found.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['cause', 'fail'],
    ['effect', 'note'],
    ['other', 'fail'],
  ]);
  expect(found[1]).toMatchObject({ summary: 'effect was seen', explainedBy: 'cause' });
});

test.each([
  ['a cause that was not seen explains nothing', { ...failing('cause', ['effect']), check: () => pass('fine') }],
  ['a finding that does not name it explains nothing', failing('cause', ['something-else'])],
])('%s', (_what, cause) =>
  expect(findingsOf([cause, failing('effect')], [lifetimes], at())[1]).toMatchObject({ outcome: 'fail' }),
);

test('evidence that the depth leaves out makes an audit not applicable, and says how to ask for it', () => {
  const left: Evidence = { kind: 'lifetimes', ...stamp, outcome: gotNothing('not-asked', 'only --deep asks this') };
  expect(findingsOf([demanding], [left], at())).toMatchObject([
    { outcome: 'not-applicable', summary: 'only --deep asks this' },
  ]);
});
