import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { auditLogFile } from '../../../../src/gather/auth/audit-log/file.ts';
import { auditLog } from '../../../../src/gather/auth/audit-log/gatherer.ts';
import { parseTarget } from '../../../../src/gather/target.ts';
import { accountOf, surface } from '../simplejwt-surface.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyslow-audit-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const account = accountOf('ada', 'right');
type Kind = 'login' | 'refresh' | 'logout';
interface Happening {
  readonly kind: Kind;
  readonly ok: boolean;
  readonly request: IncomingMessage;
}

/** How a server writes its log; null: no line. */
type Writes = (happening: Happening) => string | null;

const withIds: Writes = ({ kind, ok, request }) => `${kind} ${ok} ${String(request.headers['x-request-id'])}\n`;
const withNames: Writes = ({ kind, ok }) => `${new Date().toISOString().slice(0, 19)}Z ${kind} user=ada ok=${ok}\n`;

const asObjects: Writes = ({ kind }) =>
  `${JSON.stringify({ at: new Date().toISOString(), kind, account: { name: 'ada' } }, null, 2)}\n`;

const kinds: Readonly<Record<string, Kind>> = {
  '/api/token/': 'login',
  '/api/token/refresh/': 'refresh',
  '/api/token/blacklist/': 'logout',
};

let files = 0;

/** The evidence of a server with rotating tokens, whose log has lines from before. */
async function evidenceOf(writes: Writes) {
  const file = join(folder, `${(files += 1)}.log`);
  writeFileSync(file, 'old line of ada\n');
  const spent = new Set<string>();
  let issued = 0;
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const kind = kinds[request.url ?? ''] ?? 'login';
      const { password, refresh = '' } = body as { password?: string; refresh?: string };
      const ok = kind === 'login' ? password === 'right' : !spent.has(refresh);
      spent.add(refresh);
      const line = writes({ kind, ok, request });
      if (line !== null) appendFileSync(file, line);
      response.writeHead(ok ? 200 : 401, { 'content-type': 'application/json' });
      issued += 1;
      return response.end(JSON.stringify(ok ? { access: 'a', refresh: `r${issued}` } : { detail: 'no' }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const context = {
      target: parseTarget(url),
      signal: new AbortController().signal,
      watch: () => {},
      timeoutMs: 5_000,
      auditLog: auditLogFile(file),
    };
    const outcome = await auditLog.gather({ account, 'auth-surface': surface }, context);
    if (outcome?.ok !== true) throw new Error('no evidence');
    return Object.fromEntries(outcome.value.events.map(({ event, entry }) => [event, entry]));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const all = (entry: string | null) => ({
  'failed-sign-in': entry,
  'sign-in': entry,
  renewal: entry,
  reuse: entry,
  'sign-out': entry,
});

test.concurrent.each<[string, Writes, object]>([
  ['with request ids has them all', withIds, all('request-id')],
  ['with account and second has them all', withNames, all('account-and-time')],
  ['of JSON over several lines has them all', asObjects, all('account-and-time')],
  [
    'without failures lacks those',
    (each) => (each.ok ? withIds(each) : null),
    { ...all('request-id'), 'failed-sign-in': null, reuse: null },
  ],
  [
    'without failures, and without ids, lacks those',
    (each) => (each.ok ? withNames(each) : null),
    { ...all('account-and-time'), 'failed-sign-in': null, reuse: null },
  ],
  [
    'without sign-outs lacks that',
    (each) => (each.kind === 'logout' ? null : withIds(each)),
    { ...all('request-id'), 'sign-out': null },
  ],
  ['without any account lacks them all', () => `${new Date().toISOString()} POST\n`, all(null)],
  ['that stays empty lacks them all', () => null, all(null)],
])('a log %s', async (_what, writes, expected) => expect(await evidenceOf(writes)).toEqual(expected));
