import { expect, test } from 'vitest';
import { checksUnder, judgedProfile, limitsOf, severityIn } from '../../src/judge/profile.ts';
import type { Check, Opinion } from '../../src/model/finding.ts';
import { failsCommand } from '../../src/model/policy.ts';
import type { LifetimeLimits, Profile, Requirement } from '../../src/model/profile.ts';

const passed: Opinion = { outcome: 'pass', summary: 'refused with 401' };
const failed: Opinion = { outcome: 'fail', severity: 'low', costMs: null, summary: 'accepted', facts: [], advice: [] };
const undecided: Opinion = { outcome: 'inconclusive', summary: 'answered 503' };
const noted: Opinion = { outcome: 'note', summary: 'accepted for 0.4 s', facts: [], advice: [], explainedBy: null };
const unfit: Opinion = { outcome: 'not-applicable', summary: 'no refresh token' };
const impossible: Opinion = { outcome: 'not-applicable', summary: 'no cookie', cannotOccur: true };

const check = (id: string, opinion: Opinion): Check => ({ id, title: id, standard: 'RFC 1', ...opinion });

const requiring = (...ids: readonly string[]): Requirement => ({
  id: 'each',
  text: 'Each is required.',
  sources: ['RFC 1'],
  checks: ids.map((id) => ({ id, severity: 'high' })),
});
const profileOf = (...requirements: readonly Requirement[]): Profile => ({
  id: 'own',
  title: 'own',
  about: '',
  requirements,
});

const outcomeOf = (required: readonly string[], checks: readonly Check[]): string | undefined => {
  const profile = profileOf(requiring(...required));
  return judgedProfile(profile, checksUnder(profile, checks), () => '').requirements[0]?.outcome;
};

test.each<[string, readonly Opinion[], string]>([
  ['all checks passed', [passed, passed], 'met'],
  ['one of them failed', [passed, failed], 'not-met'],
  ['one failed and one is undecided', [undecided, failed], 'not-met'],
  ['one is undecided', [passed, undecided], 'not-shown'],
  ['one is not applicable', [passed, unfit], 'not-shown'],
  ['one cannot occur', [passed, impossible], 'not-shown'],
  ['one notes its defect', [passed, noted], 'not-met'],
])('where %s, the requirement is judged', (_what, opinions, outcome) => {
  const checks = opinions.map((opinion, index) => check(`c${index}`, opinion));
  expect(outcomeOf(['c0', 'c1'], checks)).toBe(outcome);
});

test.each([
  ['a check that was not made', ['c0', 'c1'], 'not-shown'],
  ['no check at all', [], 'not-shown'],
])('a requirement with %s is never met', (_what, required, outcome) =>
  expect(outcomeOf(required, [check('c0', passed)])).toBe(outcome),
);

test.each<[string, Opinion, object]>([
  ['a failure gets the severity of the profile', failed, { outcome: 'fail', severity: 'high' }],
  ['a note becomes a failure', noted, { outcome: 'fail', severity: 'high', costMs: null }],
  ['a pass stays one', passed, passed],
  ['an undecided check stays one', undecided, undecided],
])('of a required check, %s', (_what, opinion, expected) => {
  const [made] = checksUnder(profileOf(requiring('c')), [check('c', opinion)]);
  expect(made).toMatchObject(expected);
  expect(made).not.toHaveProperty('explainedBy');
});

test('checks that the profile does not name stay as they are', () => {
  const checks = [check('other', failed), check('another', noted)];
  expect(checksUnder(profileOf(requiring('c')), checks)).toEqual(checks);
  expect(checksUnder(profileOf(), checks)).toEqual(checks);
});

test('--fail-on uses the severity of the profile', () => {
  const policy = { failOn: 'high', onInconclusive: 'warn' } as const;
  const fails = (profile: Profile): readonly boolean[] =>
    checksUnder(profile, [check('c', failed)]).map((each) => failsCommand(each, policy));
  expect([fails(profileOf()), fails(profileOf(requiring('c')))]).toEqual([[false], [true]]);
});

test('of two severities for one check the higher applies', () => {
  const named = (severity: 'low' | 'medium' | 'high'): Requirement => ({
    ...requiring(),
    checks: [{ id: 'c', severity }],
  });
  expect(severityIn(profileOf(named('medium'), named('low')), 'c')).toBe('medium');
  expect(severityIn(profileOf(named('medium')), 'other')).toBeNull();
});

test.each<[string, readonly LifetimeLimits[], LifetimeLimits]>([
  ['no limit', [], {}],
  ['one limit', [{ accessLifetimeS: 60 }], { accessLifetimeS: 60 }],
  ['the shorter of two', [{ accessLifetimeS: 60 }, { accessLifetimeS: 59 }], { accessLifetimeS: 59 }],
  ['both kinds', [{ accessLifetimeS: 60 }, { refreshLifetimeS: 600 }], { accessLifetimeS: 60, refreshLifetimeS: 600 }],
])('requirements with %s', (_what, stated, limits) =>
  expect(limitsOf(profileOf(...stated.map((each) => ({ ...requiring(), limits: each }))))).toEqual(limits),
);

const exchange = { sent: 'the used refresh token', curl: 'curl …', came: '401' };

test.each([
  ['its exchanges, where it has some', { exchanges: [exchange] }, 'one refresh', [exchange]],
  ['what its evidence sends and its summary', {}, 'one refresh', [{ sent: 'one refresh', came: 'refused with 401' }]],
  ['that nothing was sent', {}, '', [{ sent: 'nothing', came: 'refused with 401' }]],
])('a check is shown with %s', (_what, own, sent, exchanges) => {
  const made = judgedProfile(profileOf(requiring('c')), [{ ...check('c', passed), ...own }], () => sent);
  expect(made.requirements[0]?.checks).toEqual([{ id: 'c', severity: 'high', outcome: 'pass', exchanges }]);
});
