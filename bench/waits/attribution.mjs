// Are the parts of a server's time true? Servers whose answers take known times on the CPU, in a sleep, in the answer of
// another server and on disk: each found share beside the true one, in points of a hundred.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseTarget } from '../../dist/gather/target.js';
import { gatherWaits } from '../../dist/gather/server/waits/gatherer.js';

const MOST_POINTS = 10;
const MOST_POINTS_OF_DISK = 20;

const mixtures = [
  { cpu: 200 },
  { sleep: 200 },
  { downstream: 200 },
  { cpu: 100, sleep: 100, downstream: 200 },
  { cpu: 150, downstream: 150 },
  { sleep: 50, downstream: 200 },
  { disk: 200 },
];

const folder = fileURLToPath(new URL('../../test/gather/server/waits/', import.meta.url));
const GUNICORN_PORT = 8197;
const PHP_PORT = 8198;
const servers = [
  { name: 'Python, threads', command: '/usr/bin/python3', args: ['handlers.py'] },
  { name: 'Node', command: process.execPath, args: ['handlers.mjs'] },
  {
    name: 'gunicorn, 2 sync workers',
    command: '/usr/bin/gunicorn',
    args: ['--workers', '2', '--bind', `127.0.0.1:${GUNICORN_PORT}`, 'handlers:app'],
    port: GUNICORN_PORT,
  },
  { name: 'php -S', command: '/usr/bin/php', args: ['-S', `127.0.0.1:${PHP_PORT}`, 'handlers.php'], port: PHP_PORT },
];

/** @returns whether each part was within its bar. */
export async function attribution() {
  const downstream = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => setTimeout(() => socket.write('done\n'), Number(bytes.toString())));
  }).listen(0, '127.0.0.1');
  await once(downstream, 'listening');
  let isWithin = true;
  for (const server of servers) {
    const { child, port } = await started(server, downstream.address().port);
    for (const mixture of mixtures) isWithin = (await compare(server.name, port, mixture)) && isWithin;
    child.kill();
  }
  downstream.close();
  return isWithin;
}

async function started({ command, args, port }, asked) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, DOWNSTREAM_PORT: String(asked), PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', port === undefined ? 'inherit' : 'pipe'],
  });
  const lines = createInterface(port === undefined ? child.stdout : child.stderr);
  for await (const line of lines) {
    if (port !== undefined && /Booting worker|Development Server/.test(line)) return { child, port };
    if (port === undefined) return { child, port: Number(new URL(line).port) };
  }
  throw new Error(`${command} did not start`);
}

async function compare(name, port, mixture) {
  const query = new URLSearchParams(Object.entries(mixture).map(([part, ms]) => [part, String(ms)]));
  const target = parseTarget(`http://127.0.0.1:${port}/?${query}`);
  const { signal } = new AbortController();
  const outcome = await gatherWaits({ target, signal, watch: () => {}, timeoutMs: 5_000 });
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
  const { requestsMs, shares } = outcome.value;
  const totalMs = requestsMs.reduce((sum, ms) => sum + ms, 0);
  const wholeMs = Object.values(mixture).reduce((sum, ms) => sum + ms, 0);
  const foundOf = (kind) =>
    (100 * shares.filter((each) => each.kind === kind).reduce((sum, { ms }) => sum + ms, 0)) / totalMs;
  let isWithin = true;
  const cells = Object.entries(mixture).map(([part, ms]) => {
    // The kernel counts the work of the file system as CPU time.
    const found = part === 'disk' ? foundOf('disk') + foundOf('cpu') : foundOf(part === 'downstream' ? 'answer' : part);
    const truth = (100 * ms) / wholeMs;
    isWithin &&= Math.abs(found - truth) <= (part === 'disk' ? MOST_POINTS_OF_DISK : MOST_POINTS);
    return `${part} ${found.toFixed(0)} of ${truth.toFixed(0)}`;
  });
  const rest = shares
    .filter(({ kind, ms }) => !Object.keys(mixture).includes(kind) && kind !== 'answer' && ms / totalMs >= 0.01)
    .map(({ kind, ms }) => `${kind} ${((100 * ms) / totalMs).toFixed(0)}`);
  console.log(`${name.padEnd(26)} ${cells.join(', ').padEnd(46)} ${rest.join(', ')}`);
  return isWithin;
}
