import { expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { checked, everyServer } from './failed-checks.ts';
import { appendFileSync } from 'node:fs';

test.each(everyServer.map((server) => [server.title, server] as const))(
  'a server that %s fails exactly its checks',
  async (_title, server) => {
    const { failed } = await checked(server);
    for (const c of failed) appendFileSync('/tmp/shown.txt', `${server.id} ${c.id}\n${(c.exchanges ?? []).map((e) => `   ${e.sent} → ${e.came}\n   ${e.make ?? ''}\n   ${e.curl}\n`).join('')}`);
    expect(failed.map(({ id }) => id).toSorted()).toEqual(server.breaks.toSorted());
  },
);
