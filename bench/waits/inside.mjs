// Runs inside the lab: starts one server, provokes faults, and prints the findings of a diagnosis of each as a line of JSON.
//   inside.mjs SERVER FAULT…
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accepting } from '../../test/serve/accepting.mjs';
import { faults, locker, PORT, servers } from './cases.mjs';

const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const [serverName, ...names] = process.argv.slice(2);
const folder = mkdtempSync('/var/tmp/whyslow-matrix-');
const database = join(folder, 'db.sqlite3');

const downstream = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => setTimeout(() => socket.write('done\n'), Number(bytes.toString())));
}).listen(0, '127.0.0.1');
await once(downstream, 'listening');

let [server, isPinned] = [null, null];
try {
  for (const fault of names.map((name) => faults.find((each) => each.name === name))) {
    if (isPinned !== (fault.beside === 'crowd')) await restart(fault.beside === 'crowd');
    const beside = await startBeside(fault.beside);
    console.log(JSON.stringify({ fault: fault.name, ...(await diagnose(fault.query.replace('FILE', database))) }));
    for (const child of beside) await end(child);
  }
} finally {
  if (server !== null) await end(server);
  downstream.close();
  rmSync(folder, { recursive: true });
}

/** Not synchronous: the server that the handlers ask for a time is in this process. */
async function diagnose(query) {
  const url = `http://127.0.0.1:${PORT}/?${query}`;
  const args = [whyslow, 'diagnose', url, '--json', '--quiet', '--out', folder];
  const stdout = await new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 16_777_216 }, (_error, text) => resolve(text));
  });
  try {
    const { findings } = JSON.parse(stdout);
    return { found: findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id) };
  } catch {
    return { found: ['no result'] };
  }
}

async function restart(pinned) {
  if (server !== null) await end(server);
  const command = pinned ? ['taskset', '-c', '0', ...servers[serverName]] : servers[serverName];
  server = spawn(command[0], command.slice(1), {
    env: {
      PATH: process.env.PATH,
      DOWNSTREAM_PORT: String(downstream.address().port),
      DISK_FOLDER: folder,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  isPinned = pinned;
  await accepting(PORT);
}

async function startBeside(kind) {
  const busy = 'for(;;);';
  if (kind === 'busy') return [spawn(process.execPath, ['-e', busy], { stdio: 'ignore' })];
  if (kind === 'crowd') {
    return [1, 2, 3].map(() => spawn('taskset', ['-c', '0', process.execPath, '-e', busy], { stdio: 'ignore' }));
  }
  if (kind !== 'locker') return [];
  const child = spawn('/usr/bin/python3', [locker, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return [child];
}

async function end(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(3_000).then(() => child.kill('SIGKILL'))]);
}
