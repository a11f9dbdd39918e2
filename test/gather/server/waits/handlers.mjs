// The same server as handlers.py, on the event loop of Node.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';

function compute(ms) {
  const start = process.cpuUsage();
  const spentMs = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
  while (spentMs() < Number(ms));
}

async function askForTime(ms) {
  const peer = connect(Number(process.env.DOWNSTREAM_PORT), '127.0.0.1');
  peer.write(`${ms}\n`);
  await once(peer, 'data');
  peer.destroy();
}

function write(ms) {
  const path = `${process.env.DISK_FOLDER ?? '/var/tmp'}/handlers-${process.pid}`;
  const file = openSync(path, 'w');
  rmSync(path);
  const endMs = performance.now() + Number(ms);
  while (performance.now() < endMs) {
    writeSync(file, Buffer.alloc(4_096));
    fsyncSync(file);
  }
  closeSync(file);
}

async function connectTo(place) {
  const [name, port] = place.split(':');
  for (const { address } of await lookup(name, { all: true, verbatim: true })) {
    const peer = connect({ host: address, port: Number(port) });
    const isOpen = await once(peer, 'connect').then(
      () => true,
      () => false,
    );
    peer.destroy();
    if (isOpen) return;
  }
}

async function greeted(port) {
  const peer = connect({ host: '127.0.0.1', port: Number(port) });
  await once(peer, 'data');
  return peer;
}

const kept = new Map();

async function ask(port) {
  const peer = kept.get(port) ?? (await greeted(port));
  kept.set(port, peer);
  peer.write('?');
  await once(peer, 'data');
}

async function greet(port) {
  const peer = await greeted(port);
  peer.write('?');
  await once(peer, 'data');
  peer.destroy();
}

function lock(file) {
  const database = new Database(file, { timeout: 150 });
  try {
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch {
    // Given up, as an application does whose time-out is short.
  }
  database.close();
}

const parts = {
  cpu: compute,
  sleep: (ms) => sleep(Number(ms)),
  downstream: askForTime,
  disk: write,
  connect: connectTo,
  ask,
  greet,
  name: (name) => lookup(name).catch(() => {}),
  lock,
};

async function answer(request, response) {
  const { searchParams } = new URL(request.url, 'http://localhost');
  for (const [name, value] of searchParams) if (value !== '0') await parts[name]?.(value);
  response.end('ok');
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`),
);
