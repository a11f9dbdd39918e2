import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config/read.ts';
import { placeOfProfile, profileName } from '../../../src/cli/profile/name.ts';
import { readProfile } from '../../../src/cli/profile/read.ts';
import { limitsOf, severityIn } from '../../../src/judge/profile.ts';
import { ToolError } from '../../../src/model/error.ts';
import type { Profile } from '../../../src/model/profile.ts';
import { healthcare } from '../../../src/profiles/healthcare.ts';
import { withFolder } from '../whyslow.ts';

const read = (text: string, name = 'own.yaml'): Promise<Profile> =>
  withFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return readProfile(path);
  });

async function complaint(text: string, name?: string): Promise<string> {
  const error: unknown = await read(text, name).catch((thrown: unknown) => thrown);
  if (!(error instanceof ToolError)) throw new Error('it was taken');
  expect(error).toMatchObject({ code: 'bad-profile', exitCode: 2 });
  return error.message.replaceAll(/^\/\S*\//gm, '');
}

const REQUIREMENT = 'id: a, text: A., sources: [RFC 1 §2]';
const withRequirement = (rest: string): string =>
  `id: own\ntitle: own\nrequirements:\n  - { ${REQUIREMENT}, ${rest} }\n`;
const withChecks = (checks: string): string => withRequirement(`checks: [${checks}]`);

test.each([
  [
    'an unknown check',
    withChecks('{ id: rotaton-missing, severity: high }'),
    'own.yaml:4: requirements[0].checks[0].id: no check is called "rotaton-missing". Did you mean rotation-missing?',
  ],
  [
    'a check without a near name',
    withChecks('{ id: firewall, severity: high }'),
    'no check is called "firewall". whyslow explain lists the checks',
  ],
  [
    'a wrong severity',
    withChecks('{ id: rotation-missing, severity: critical }'),
    'requirements[0].checks[0].severity: expected one of low, medium, high, got "critical"',
  ],
  [
    'a missing severity',
    withChecks('{ id: rotation-missing }'),
    'severity: expected one of low, medium, high, got nothing',
  ],
  [
    'a limit that is no duration',
    withRequirement('checks: [{ id: access-lifetime-too-long, severity: high }], limits: { accessLifetime: soon }'),
    'requirements[0].limits.accessLifetime: expected a duration from 1s up, like 15m or 12h, got "soon"',
  ],
  [
    'a limit below a second',
    withRequirement('checks: [{ id: access-lifetime-too-long, severity: high }], limits: { accessLifetime: 999ms }'),
    'expected a duration from 1s up, like 15m or 12h, got "999ms"',
  ],
  [
    'a limit without its check',
    withRequirement('checks: [{ id: missing-expiry, severity: high }], limits: { accessLifetime: 5m }'),
    'accessLifetime: is the limit of access-lifetime-too-long, which this requirement does not name',
  ],
  [
    'an unknown limit',
    withRequirement('checks: [], limits: { accesLifetime: 5m }'),
    'limits.accesLifetime: is no setting; did you mean accessLifetime?',
  ],
  [
    'an unknown key',
    'id: own\ntitle: own\nrequirement: []\n',
    'own.yaml:3: requirement: is no setting; did you mean requirements?',
  ],
  [
    'an unknown key of a requirement',
    withRequirement('check: []'),
    'requirements[0].check: is no setting; did you mean checks?',
  ],
  [
    'an unknown key of a check',
    withChecks('{ id: rotation-missing, sevrity: high }'),
    'is no setting; did you mean severity?',
  ],
  [
    'a requirement id used twice',
    `id: own\ntitle: own\nrequirements:\n  - { ${REQUIREMENT}, checks: [] }\n  - { ${REQUIREMENT}, checks: [] }\n`,
    'own.yaml:5: requirements[1].id: the id "a" is used twice',
  ],
  [
    'an id of whyslow',
    'id: healthcare\ntitle: own\nextends: healthcare\nrequirements: []\n',
    'id: expected a name of its own',
  ],
  [
    'an unknown base',
    'id: own\ntitle: own\nextends: hippa\nrequirements: []\n',
    'extends: expected one of default, healthcare, oauth-bcp, got "hippa"',
  ],
  ['nothing to require', 'id: own\ntitle: own\nrequirements: []\n', 'requirements: is empty'],
  ['no object', '- a\n', 'expected an object with id, title and requirements, got a list'],
  ['broken YAML', 'id: "own\n', 'own.yaml:'],
])('%s is refused with its line, its key and the next step', async (_what, text, words) =>
  expect(await complaint(text)).toContain(words),
);

test('a .json file has to be strict JSON', async () =>
  expect(await complaint('id: own\n', 'own.json')).toContain('own.json is not JSON'));

test('every mistake is named at once', async () =>
  expect((await complaint(withChecks('{ id: x, severity: y }'))).split('\n')).toHaveLength(2));

test('a file that cannot be read is named with its reason', async () =>
  expect(readProfile('/missing/own.yaml')).rejects.toMatchObject({
    code: 'bad-profile',
    message: expect.stringContaining('/missing/own.yaml cannot be read (ENOENT)'),
  }));

const [, EXAMPLE = ''] =
  /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(new URL('../../../docs/profiles.md', import.meta.url), 'utf8')) ?? [];

test('the example of the page replaces a requirement, adds two, and keeps the others and their text', async () => {
  const profile = await read(EXAMPLE);
  const ids = profile.requirements.map(({ id }) => id);
  expect(ids).toEqual([...healthcare.requirements.map(({ id }) => id), 'no-enumeration', 'encrypted-disks']);
  expect(limitsOf(profile)).toEqual({ accessLifetimeS: 300, refreshLifetimeS: 43_200 });
  expect(severityIn(profile, 'user-enumeration-by-timing')).toBe('low');
  expect([profile.id, profile.about]).toEqual(['clinic', healthcare.about]);
});

test('JSON has the same shape', async () => {
  const profile = await read(
    JSON.stringify({ id: 'own', title: 'own', extends: 'healthcare', requirements: [] }),
    'own.json',
  );
  expect(profile.requirements).toEqual(healthcare.requirements);
});

test.each([
  ['helthcare', 'Did you mean healthcare?'],
  ['hipaa', 'Profiles: default, healthcare, oauth-bcp, or the path of a file like ./profile.yaml.'],
])('the name %s is refused with what was meant', (name, words) =>
  expect(() => profileName(name)).toThrow(
    expect.objectContaining({ code: 'unknown-profile', message: expect.stringContaining(words) }),
  ),
);

test.each([
  ['healthcare', 'healthcare'],
  ['clinic.yaml', '/project/clinic.yaml'],
  ['/etc/clinic.yaml', '/etc/clinic.yaml'],
])('%s in the configuration of /project is %s', (name, place) => expect(placeOfProfile(name, '/project')).toBe(place));

test('the configuration names a profile, for all servers or for one', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'whyslow.config.yaml');
    await writeFile(path, 'profile: oauth-bcp\nservers:\n  a: { url: "http://localhost:1", profile: ./own.yaml }\n');
    const { common, servers } = await readConfig(path);
    expect([common, servers[0]?.settings].map((each) => each?.choices.profile)).toEqual([
      'oauth-bcp',
      join(folder, 'own.yaml'),
    ]);
  }));
