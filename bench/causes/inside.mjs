// Runs inside the lab: starts one server, diagnoses it as a user does, and prints the result as a line of JSON.
//   inside.mjs SERVER nothing|busy COMMAND FLAG…
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnose } from './diagnose.mjs';
import { PORT, prepare, servers } from './servers.mjs';

const [name, beside, command, ...flags] = process.argv.slice(2);
const LATE_MS = 6_000;
/** A busy core ends by itself, also where this process is killed. */
const LONGEST_BUSY_MS = 60_000;

const counted = {};
const here = { counting: count, late: (_request, response) => void sleep(LATE_MS).then(() => response.end('late')) };

const stop = await (here[name] === undefined ? startProcess() : startHere(here[name]));
const busy = beside === 'busy' ? startBusy() : null;
try {
  const result = await diagnose(`http://localhost:${PORT}/`, flags, command);
  console.log(JSON.stringify({ ...result, ...(name === 'counting' ? { requests: counted } : {}) }));
} finally {
  busy?.kill('SIGKILL');
  await stop();
}

function count(request, response) {
  counted[request.method] = (counted[request.method] ?? 0) + 1;
  response.end('counted');
}

/** A server in this process, on both families. */
async function startHere(handler) {
  const server = createServer(handler).listen(PORT, '::');
  await once(server, 'listening');
  return async () => {
    server.closeAllConnections();
    server.close();
  };
}

async function startProcess() {
  const { command: startOf, env } = servers[name];
  const folder = prepare(name);
  const [program, ...args] = startOf(folder);
  const child = spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: 'ignore',
  });
  await accepting(child);
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(3_000).then(() => child.kill('SIGKILL'))]);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Settles when one of the families accepts. @throws Error where the server ended, or after twenty seconds. */
async function accepting(child) {
  for (let attempt = 0; attempt < 400 && child.exitCode === null; attempt += 1) {
    for (const host of ['127.0.0.1', '::1']) {
      const socket = connect(PORT, host);
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (isOpen) return;
    }
    await sleep(50);
  }
  throw new Error(`${name} does not accept`);
}

function startBusy() {
  const loop = `const end = Date.now() + ${LONGEST_BUSY_MS}; while (Date.now() < end);`;
  return spawn('nice', ['-n', '19', process.execPath, '-e', loop], { stdio: 'ignore' });
}
