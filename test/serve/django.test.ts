/* oxlint-disable vitest/no-standalone-expect -- testWith(…) registers tests, which the rule cannot see */
import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, vi } from 'vitest';
import { startDjango } from './django.ts';
import type { DjangoOptions, DjangoServer } from './django.ts';
import { groupIsAlive } from './owned-process.ts';
import { freePort } from './port.ts';
import { testWith } from './require.ts';

const PASSWORD = 'correct horse';

/** Linux delays an acknowledgement by 40 ms at least (TCP_DELACK_MIN); the cured server answers in 1-4 ms. */
const PLATEAU_FROM_MS = 35;
const CURED_BELOW_MS = 20;

async function started(options: Omit<DjangoOptions, 'users' | 'password'>): Promise<DjangoServer> {
  const server = await startDjango({ users: 2, password: PASSWORD, ...options });
  onTestFinished(() => server.stop());
  return server;
}

type Sent = { method?: string; agent?: Agent; bearer?: string; json?: unknown };

function send(url: string, { method = 'GET', agent, bearer, json }: Sent): Promise<{ status?: number; body: string }> {
  const headers = {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: agent ?? false, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    sent.on('error', reject);
    sent.end(json === undefined ? undefined : JSON.stringify(json));
  });
}

async function tokensFrom(url: string, json: unknown): Promise<{ access: string; refresh: string }> {
  const { status, body } = await send(url, { method: 'POST', json });
  expect({ status, body }).toMatchObject({ status: 200 });
  return JSON.parse(body);
}

const logIn = (url: string, username = 'user1') => tokensFrom(`${url}/api/token/`, { username, password: PASSWORD });

function foldersOfDjango(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('whyslow-django-'));
}

/** Omits the first request of a connection, which has no earlier acknowledgement to be delayed by. */
async function medianOnKeptConnectionMs(server: DjangoServer): Promise<number> {
  const { access } = await logIn(server.url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const tookMs: number[] = [];
  for (let sent = 0; sent < 22; sent += 1) {
    const startedMs = performance.now();
    await send(`${server.url}/api/me/`, { agent, bearer: access });
    tookMs.push(performance.now() - startedMs);
  }
  return tookMs.slice(1).sort((left, right) => left - right)[10] ?? Number.NaN;
}

describe('the CareLink target', () => {
  testWith(['django', 'gunicorn']).each(['runserver', 'gunicorn'] as const)(
    '%s logs in, rotates and returns the own account; stop leaves no process and no folder',
    async (server) => {
      const foldersBefore = foldersOfDjango();
      const django = await started({ server });
      expect(foldersOfDjango()).toHaveLength(foldersBefore.length + 1);

      const first = await logIn(django.url);
      const second = await tokensFrom(`${django.url}/api/token/refresh/`, { refresh: first.refresh });
      expect(second.refresh).not.toBe(first.refresh);
      const again = await send(`${django.url}/api/token/refresh/`, {
        method: 'POST',
        json: { refresh: first.refresh },
      });
      expect(again).toMatchObject({ status: 401, body: expect.stringContaining('Token is blacklisted') });
      const me = await send(`${django.url}/api/me/`, { bearer: second.access });
      expect(me).toEqual({ status: 200, body: '{"id":1,"username":"user1"}' });

      await django.stop();
      expect(groupIsAlive(django.pid)).toBe(false);
      expect(foldersOfDjango()).toEqual(foldersBefore);
      expect(django.log()).not.toBe('');
    },
  );

  testWith(['django', 'gunicorn']).each(['runserver', 'gunicorn'] as const)(
    '%s answers ten users at once without a single 500',
    async (server) => {
      const { url } = await started({ server });
      const users = Array.from({ length: 10 }, async (_unused, index) => {
        let { refresh } = await logIn(url, `user${(index % 2) + 1}`);
        for (let rotation = 0; rotation < 10; rotation += 1) {
          ({ refresh } = await tokensFrom(`${url}/api/token/refresh/`, { refresh }));
        }
      });
      await Promise.all(users);
    },
  );

  testWith(['django'])('runserver stalls on kept connections, and TCP_NODELAY cures it', async () => {
    const stock = await medianOnKeptConnectionMs(await started({ server: 'runserver' }));
    const cured = await medianOnKeptConnectionMs(await started({ server: 'runserver', noDelay: true }));
    expect(stock).toBeGreaterThan(PLATEAU_FROM_MS);
    expect(cured).toBeLessThan(CURED_BELOW_MS);
  });

  testWith(['django', 'argon2'])('the hasher can be Argon2', async () => {
    const { url } = await started({ server: 'runserver', hasher: 'argon2' });
    await logIn(url);
  });

  testWith(['django'])('a failed start reports the output of the server and leaves nothing', async () => {
    const foldersBefore = foldersOfDjango();
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    onTestFinished(() => void squatter.close());
    await expect(startDjango({ server: 'runserver', users: 1, password: PASSWORD, port })).rejects.toThrow('in use');
    await vi.waitFor(() => expect(foldersOfDjango()).toEqual(foldersBefore), { timeout: 20_000 });
  });
});
