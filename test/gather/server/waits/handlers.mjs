// The same server as handlers.py, on the event loop of Node.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

function compute(ms) {
  const start = process.cpuUsage();
  const spentMs = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
  while (spentMs() < ms);
}

async function ask(ms) {
  const peer = connect(Number(process.env.DOWNSTREAM_PORT), '127.0.0.1');
  peer.write(`${ms}\n`);
  await once(peer, 'data');
  peer.destroy();
}

async function answer(request, response) {
  const { searchParams } = new URL(request.url, 'http://localhost');
  const msOf = (name) => Number(searchParams.get(name) ?? 0);
  if (msOf('cpu') > 0) compute(msOf('cpu'));
  if (msOf('sleep') > 0) await sleep(msOf('sleep'));
  if (msOf('downstream') > 0) await ask(msOf('downstream'));
  response.end('ok');
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
