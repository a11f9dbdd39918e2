import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { limitsOf, severityIn } from '../../src/judge/profile.ts';
import { profileNamed, profiles } from '../../src/profiles/index.ts';
import { healthcare } from '../../src/profiles/healthcare.ts';
import { oauthBcp } from '../../src/profiles/oauth-bcp.ts';

const known = securityAudits.map(({ id }) => id);
const each = profiles.flatMap((profile) =>
  profile.requirements.map((requirement) => [profile.id, requirement.id, requirement] as const),
);

test('the ids of profiles are unique, and the first one requires nothing', () => {
  expect([...new Set(profiles.map(({ id }) => id))]).toEqual(profiles.map(({ id }) => id));
  expect([profiles[0]?.id, profiles[0]?.requirements]).toEqual(['default', []]);
});

test('each profile is found by its id', () =>
  expect(profiles.map(({ id }) => profileNamed(id))).toEqual([...profiles]));

test.each(profiles.map((profile) => [profile.id, profile] as const))(
  'the ids of the requirements of %s are unique',
  (_id, { requirements }) => {
    const ids = requirements.map(({ id }) => id);
    expect([...new Set(ids)]).toEqual(ids);
  },
);

test.each(each)('%s %s names existing checks, each once', (_profile, _requirement, { checks }) => {
  const ids = checks.map(({ id }) => id);
  expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  expect([...new Set(ids)]).toEqual(ids);
});

/** The paragraphs of 45 CFR 164.312 that exist. Those of the other documents have at least a right shape. */
const CFR = [
  '(a)(1)',
  '(a)(2)(i)',
  '(a)(2)(ii)',
  '(a)(2)(iii)',
  '(a)(2)(iv)',
  '(b)',
  '(c)(1)',
  '(c)(2)',
  '(d)',
  '(e)(1)',
  '(e)(2)(i)',
  '(e)(2)(ii)',
].map((paragraph) => `45 CFR 164.312${paragraph}`);
const SECTION = /^(?:RFC \d{4}|NIST SP 800-63B) §\d+(?:\.\d+)*(?:(?:, | and )§\d+(?:\.\d+)*)*$/;
const ASVS = /^OWASP ASVS 5\.0 \d+\.\d+\.\d+(?:(?:, | and )\d+\.\d+\.\d+)*$/;

test.each(each)('%s %s is a sentence with its sources', (_profile, _requirement, { text, sources }) => {
  expect(text).toMatch(/^[A-Z].*\.$/);
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((source) => !CFR.includes(source) && !SECTION.test(source) && !ASVS.test(source))).toEqual([]);
});

test.each([
  ['rotation-missing', 'high'],
  ['rotation-reuse-accepted', 'high'],
  ['logout-leaves-refresh-alive', 'high'],
  ['concurrent-refresh-unlimited', 'medium'],
  ['missing-retry-after', 'medium'],
  ['access-lifetime-too-long', 'high'],
  ['cookie-flags', null],
])('healthcare gives %s the severity %s', (id, severity) => expect(severityIn(healthcare, id)).toBe(severity));

test('healthcare limits access to 15 minutes and sessions to 12 hours, and says that it proves no compliance', () => {
  expect(limitsOf(healthcare)).toEqual({ accessLifetimeS: 900, refreshLifetimeS: 43_200 });
  expect(healthcare.about).toContain('no proof of compliance');
});

test('each requirement of oauth-bcp cites a section of RFC 9700', () =>
  expect(
    oauthBcp.requirements.filter(({ sources }) => !sources.some((source) => source.startsWith('RFC 9700'))),
  ).toEqual([]));
