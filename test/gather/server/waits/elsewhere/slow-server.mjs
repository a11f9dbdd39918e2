// A server that computes for `cpu` ms, and one that connects to `connect`, a port that never answers, for 500 ms.
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

async function tryToConnect(port) {
  const peer = connect(port, '127.0.0.1');
  await Promise.race([once(peer, 'connect'), once(peer, 'error'), sleep(500)]);
  peer.destroy();
}

async function answer(request, response) {
  const { searchParams } = new URL(request.url, 'http://localhost');
  if (searchParams.has('cpu')) compute(Number(searchParams.get('cpu')));
  if (searchParams.has('connect')) await tryToConnect(Number(searchParams.get('connect')));
  response.end('ok');
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
