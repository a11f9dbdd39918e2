import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';
import { requestFor } from '../../src/pipelines/request/index.ts';
import type { RunOptions } from '../../src/pipelines/request/contract.ts';
import { run } from '../../src/pipelines/run.ts';
import { auditLinesOf } from '../../src/reference/audit-lines.ts';
import type { ServeOptions } from '../../src/reference/listen.ts';
import { PASSWORD, serve } from '../reference/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyslow-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Options = Omit<RunOptions, 'url'>;

/** A verification of the reference server, or of it with one defect. */
async function verified(served: Partial<ServeOptions>, options: Options): Promise<Run> {
  const server = await serve({ nowMs: Date.now, ...served });
  try {
    const account = { user: 'user1', password: PASSWORD };
    return await run(requestFor({ command: 'verify', url: server.url, ...account, ...options }));
  } finally {
    await server.close();
  }
}

const outcomesOf = ({ profile }: Run): Readonly<Record<string, string>> =>
  Object.fromEntries((profile?.requirements ?? []).map(({ id, outcome }) => [id, outcome]));

test('the reference server meets each requirement of healthcare, where failed logins are allowed and its log is read', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'healthcare.db') } as const;
  const made = await verified({ store }, { profile: 'healthcare', allowLockout: true, auditLog: auditLinesOf(store) });
  expect(Object.entries(outcomesOf(made)).filter(([, outcome]) => outcome !== 'met')).toEqual([]);
  expect(runDocument.safeParse(made).success).toBe(true);
  const exchanges = made.profile?.requirements.flatMap(({ checks }) => checks.flatMap((each) => each.exchanges)) ?? [];
  expect(exchanges.length).toBeGreaterThan(15);
  expect(exchanges.filter(({ sent, came }) => sent === '' || sent === 'nothing' || came === '')).toEqual([]);
});

test.each<[string, Options, string, 'medium' | 'high', number]>([
  ['default, a medium failure', {}, 'absent', 'medium', 0],
  ['healthcare, a high failure', { profile: 'healthcare' }, 'not-met', 'high', 20],
])(
  'under %s of access tokens that are valid for a day decides --fail-on high',
  async (_what, options, outcome, severity, code) => {
    const made = await verified({ mutant: 'long-access' }, { only: ['policy'], failOn: 'high', ...options });
    expect(outcomesOf(made)['short-access'] ?? 'absent').toBe(outcome);
    expect(made.checks.find(({ id }) => id === 'access-lifetime-too-long')).toMatchObject({ severity });
    expect(made.exit.code).toBe(code);
  },
);

test('a profile of the caller sets the limit, and checks that were not chosen leave their requirements not shown', async () => {
  const profile = {
    id: 'own',
    title: 'own',
    about: '',
    requirements: [
      {
        id: 'access',
        text: 'Access ends after 5 minutes.',
        sources: [],
        checks: [{ id: 'access-lifetime-too-long', severity: 'low' }],
        limits: { accessLifetimeS: 300 },
      },
      { id: 'rotation', text: 'Rotates.', sources: [], checks: [{ id: 'rotation-missing', severity: 'high' }] },
    ],
  } as const;
  const made = await verified({}, { profile, only: ['access-lifetime-too-long'] });
  expect(outcomesOf(made)).toEqual({ access: 'not-met', rotation: 'not-shown' });
  expect(made.checks[0]).toMatchObject({ title: expect.stringContaining('5 minutes'), severity: 'low' });
});

test('an audit trail that was not read, and logins that were not tried, are not shown', async () => {
  const made = await verified({}, { profile: 'healthcare', only: ['audit-trail', 'login'] });
  const { 'audit-trail': trail, 'login-limited': logins } = outcomesOf(made);
  expect([trail, logins]).toEqual(['not-shown', 'not-shown']);
});

test('the default profile adds nothing to a run', async () => {
  const [without, withDefault] = await Promise.all([
    verified({}, { only: ['access-lifetime-too-long'] }),
    verified({}, { only: ['access-lifetime-too-long'], profile: 'default' }),
  ]);
  expect([without.profile, withDefault.profile]).toEqual([undefined, undefined]);
  const opinions = (made: typeof without) => made.checks.map(({ exchanges: _exchanges, ...opinion }) => opinion);
  expect(opinions(withDefault)).toEqual(opinions(without));
});

test('an unknown profile is refused before anything is sent', () =>
  expect(() => requestFor({ url: 'http://127.0.0.1:1', profile: 'hipaa' })).toThrow(
    expect.objectContaining({ code: 'unknown-profile' }),
  ));
