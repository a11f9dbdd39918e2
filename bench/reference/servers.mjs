// The servers under test, each in its own processes.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { signIn } from './generate.mjs';

const PASSWORD = 'only for this bench';
const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The reference server as `whyslow run` starts it, with one chain for each connection. */
export async function reference(name, connections, options = {}) {
  const { startReference } = await import(pathOf('../../dist/reference/process.js'));
  const server = await startReference({ port: 0, users: connections, password: PASSWORD, ...options });
  const users = await signIn(server.url, connections, PASSWORD);
  return { name, url: server.url, pid: server.pid, users, stop: () => server.stop() };
}

/** The command with its own options. */
export async function command(name, connections, options) {
  const { startCommand } = await import('./start.mjs');
  const server = await startCommand(['--users', String(connections), ...options], PASSWORD);
  return { ...server, name, users: await signIn(server.url, connections, PASSWORD) };
}

/** The Django target of the tests, on a database of its own, under gunicorn with two workers. */
export async function django(name, connections) {
  // Vite comes with vitest and reads TypeScript, which Node 20 does not.
  const { createViteServer } = await import('vitest/node');
  const vite = await createViteServer({ configFile: false, server: { middlewareMode: true }, logLevel: 'error' });
  const { startDjango } = await vite.ssrLoadModule(pathOf('../../test/serve/django.ts'));
  const server = await startDjango({ server: 'gunicorn', users: connections, password: PASSWORD, hasher: 'argon2' });
  await vite.close();
  const url = `${server.url}/`;
  const users = await signIn(url, connections, PASSWORD);
  return { name, url, pid: server.pid, users, stop: () => server.stop() };
}

/** A Node server that answers a POST with the same sizes and does nothing else. */
export async function trivial(name, connections) {
  const child = fork(pathOf('trivial.mjs'), [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ url }] = await once(child, 'message');
  const users = await signIn(url, connections, PASSWORD);
  return { name, url, pid: child.pid, users, stop: async () => child.disconnect() };
}
