import { stdout } from 'node:process';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { audit, pass, securityAudit } from '../../src/audit/contract.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Fault } from '../../src/lab/contract.ts';
import type { Member } from '../../src/gather/contract.ts';
import { loopbackBaseline } from '../../src/gather/network/loopback-baseline.ts';
import { none } from '../../src/lab/faults/none.ts';
import type { Format } from '../../src/render/contract.ts';
import type { AuthStack } from '../../src/stacks/auth/contract.ts';
import { simplejwt } from '../../src/stacks/auth/simplejwt.ts';
import type { ServerStack } from '../../src/stacks/servers/contract.ts';
import type { Suite } from '../../src/suites/contract.ts';
import { refresh } from '../../src/suites/refresh.ts';
import type * as auditList from '../../src/audit/index.ts';
import type * as authStackList from '../../src/stacks/auth/index.ts';
import type * as serverStackList from '../../src/stacks/servers/index.ts';
import type * as profileList from '../../src/profiles/index.ts';
import type * as gathererList from '../../src/gather/index.ts';
import type * as formatList from '../../src/render/index.ts';
import type * as faultList from '../../src/lab/index.ts';
import type * as suiteList from '../../src/suites/index.ts';
import { sentTable } from '../gather/sent-table.ts';
import { tables } from './tables.ts';

/** One member more for each kind; each is all that a real one needs in its source file. */
const added = {
  finding: audit({
    id: 'added-finding',
    title: 'a defect',
    holds: 'it holds',
    needs: ['addresses'],
    check: () => pass('none'),
  }),
  check: securityAudit({
    id: 'added-check',
    title: 'a defect',
    holds: 'it holds',
    group: 'policy',
    standard: 'RFC 1',
    needs: ['race'],
    check: () => pass(''),
  }),
  gatherer: { ...loopbackBaseline, sends: ['an added request'] } satisfies Member,
  profile: { id: 'added-profile', title: 'an added profile', about: '', requirements: [] } satisfies Profile,
  authStack: { ...simplejwt, id: 'added-auth', title: 'An added auth stack' } satisfies AuthStack,
  serverStack: {
    id: 'added-server',
    title: 'Added',
    command: /^addedd /,
    header: null,
    remedies: {},
  } satisfies ServerStack,
  format: { name: 'added-format', file: 'added.txt', load: async () => ({ render: () => 'added' }) } satisfies Format,
  fault: { ...none, id: 'added-fault', title: 'an added fault' } satisfies Fault,
  suite: { ...refresh, id: 'added-suite', title: 'an added suite' } satisfies Suite,
};

/** The line that a contributor adds to a list. */
const withLine = <T>(members: readonly T[], member: T): readonly T[] => [...members, member];

vi.mock('../../src/audit/index.ts', async (original) => {
  const real = await original<typeof auditList>();
  const { audits, securityAudits } = real;
  return { ...real, audits: withLine(audits, added.finding), securityAudits: withLine(securityAudits, added.check) };
});
vi.mock('../../src/gather/index.ts', async (original) => {
  const real = await original<typeof gathererList>();
  return { ...real, gatherers: withLine(real.gatherers, added.gatherer) };
});
vi.mock('../../src/profiles/index.ts', async (original) => {
  const real = await original<typeof profileList>();
  return { ...real, profiles: withLine(real.profiles, added.profile) };
});
vi.mock('../../src/stacks/auth/index.ts', async (original) => {
  const real = await original<typeof authStackList>();
  return { ...real, authStacks: withLine(real.authStacks, added.authStack) };
});
vi.mock('../../src/stacks/servers/index.ts', async (original) => {
  const real = await original<typeof serverStackList>();
  return { ...real, serverStacks: withLine(real.serverStacks, added.serverStack) };
});
vi.mock('../../src/render/index.ts', async (original) => {
  const real = await original<typeof formatList>();
  return { ...real, formats: withLine(real.formats, added.format) };
});
vi.mock('../../src/lab/index.ts', async (original) => {
  const real = await original<typeof faultList>();
  return { ...real, faults: withLine(real.faults, added.fault) };
});
vi.mock('../../src/suites/index.ts', async (original) => {
  const real = await original<typeof suiteList>();
  const suites = withLine(real.suites, added.suite);
  return { ...real, suites, suiteIds: suites.map(({ id }) => id) };
});

/** What one command line prints. */
async function printed(...args: readonly string[]): Promise<string> {
  const { main } = await import('../../src/cli/program.ts');
  const written: string[] = [];
  const spy = vi.spyOn(stdout, 'write').mockImplementation((text) => (written.push(String(text)), true));
  try {
    await main(['node', 'whyslow', ...args]);
  } finally {
    spy.mockRestore();
    process.exitCode = 0;
  }
  return written.join('');
}

async function configSchema(): Promise<string> {
  const { configDocument } = await import('../../src/cli/config/schema.ts');
  return JSON.stringify(z.toJSONSchema(configDocument, { io: 'input', unrepresentable: 'any' }));
}

async function docs(table: keyof typeof tables): Promise<string> {
  const { catalogues } = await import('./lists.ts');
  return tables[table](catalogues);
}

async function sent(): Promise<string> {
  const { gatherers } = await import('../../src/gather/index.ts');
  return sentTable(gatherers);
}

test.each([
  ['an audit', 'added-finding', [() => docs('findings'), () => printed('explain')]],
  ['a security check', 'added-check', [() => docs('checks'), () => printed('explain')]],
  [
    'a profile',
    'added-profile',
    [() => docs('profiles'), () => printed('verify', '--help'), () => printed('explain'), configSchema],
  ],
  ['an auth stack', 'added-auth', [() => docs('authStacks'), () => printed('run', '--help'), configSchema]],
  ['a gatherer', 'an added request', [sent]],
  ['a server stack', 'added-server', [() => docs('serverStacks')]],
  ['a format', 'added-format', [() => docs('formats'), () => printed('run', '--help'), configSchema]],
  ['a suite', 'added-suite', [() => docs('suites'), () => printed('load', '--help'), configSchema]],
  ['a fault', 'added-fault', [() => docs('faults'), () => printed('lab')]],
] as const)('%s that is a file and a line is in the docs table, and where users meet it', async (_kind, id, places) => {
  for (const textOf of places) expect((await textOf()).replaceAll(/\s+/g, ' ')).toContain(id);
});
