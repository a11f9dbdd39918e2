// The time from the spawn of the command to its first right response, compared with a bare Node server.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { median } from './generate.mjs';

const WHYSLOW = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const ROUNDS = 21;
const BARE = "require('node:http').createServer((q, r) => r.end('ok')).listen(+process.argv[1], '127.0.0.1')";
const ASK = 'GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

export async function start() {
  const took = { reference: [], bare: [] };
  const commands = { reference: (port) => [WHYSLOW, 'reference', '--port', port], bare: (port) => ['-e', BARE, port] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, argsOf] of Object.entries(commands))
      took[name].push(await firstAnswerMs(argsOf, await freePort()));
  }
  const factor = median(took.reference.map((ms, round) => ms / took.bare[round]));
  const show = (times) =>
    `${median(times).toFixed(0)} ms (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)})`;
  console.log(`start: spawn to first response, medians of ${ROUNDS}`);
  console.log(`  whyslow reference  ${show(took.reference)} (bar: 400)`);
  console.log(`  bare node:http     ${show(took.bare)}; the reference takes ${factor.toFixed(1)} × that`);
}

/** Starts `whyslow reference` with these options, as a user would, and waits until it serves. */
export async function startCommand(options, password) {
  const port = await freePort();
  const env = { ...process.env, WHYSLOW_PASSWORD: password };
  const child = spawn(process.execPath, [WHYSLOW, 'reference', '--port', String(port), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  while (!(await isAnswered(port)));
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid, stop };
}

async function firstAnswerMs(argsOf, port) {
  const startMs = performance.now();
  const env = { ...process.env, WHYSLOW_PASSWORD: 'only for this bench' };
  const child = spawn(process.execPath, argsOf(String(port)), { stdio: 'ignore', env });
  while (!(await isAnswered(port)));
  const tookMs = performance.now() - startMs;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return tookMs;
}

/** Without a listener a connect is refused at once, so each retry costs a tenth of a millisecond. */
function isAnswered(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(ASK));
    socket.once('data', (bytes) => resolve(bytes.toString().startsWith('HTTP/1.1 200 ')));
    socket.once('error', () => setTimeout(resolve, 1, false));
  });
}

async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
