// Is the prediction of src/clients right? Each installed client connects to a `localhost` of two addresses, in a network
// namespace with one fault after the other. The time that the client took is compared with the time predicted from a plain
// probe of each address. A cell is `predicted / measured` in ms. The client's own start-up is subtracted first: it is the
// time where both addresses respond at once. A cell is right when the outcome, the address that responded and the time
// agree, the time within 25 ms or 10 %.
//
// A client that is predicted to wait minutes for the kernel is stopped at the bound, which counts as agreement.
//
//   npm run build && node bench/clients.mjs [node-http curl …]
//
// Linux only. Needs unshare, nft and ip (Debian: util-linux nftables iproute2). PATH decides which version of a client runs.

import { execFileSync, fork, spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { ADDRCONFIG } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PORT = 8123;
const BOUND_MS = 6_000;
const ROUNDS = 3;
/** Measurements longer than this are made once, since their noise is relatively small. */
const SLOW_MS = 3_000;
const PROBE_MS = 4_000;

const both = ['127.0.0.1', '::1'];
const hosts = '127.0.0.1 localhost\n::1 localhost\n';

// The third SYN of a connection gets the RST: the kernel sends them at 0, 1 and 2 s.
const refusedLate = `table inet ill {
  set s1 { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  set s2 { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  chain i {
    type filter hook input priority 0;
    ip6 daddr ::1 tcp dport ${PORT} tcp flags & (syn|ack) == syn tcp sport @s2 reject with tcp reset
    ip6 daddr ::1 tcp dport ${PORT} tcp flags & (syn|ack) == syn tcp sport @s1 add @s2 { tcp sport } drop
    ip6 daddr ::1 tcp dport ${PORT} tcp flags & (syn|ack) == syn add @s1 { tcp sport } drop
  }
}`;
const dropped = `table inet ill {
  chain i { type filter hook input priority 0; ip6 daddr ::1 tcp dport ${PORT} drop; }
}`;

const states = [
  { name: 'both accept', listens: both, rules: '', hosts },
  { name: '::1 refused', listens: ['127.0.0.1'], rules: '', hosts },
  { name: 'refused late', listens: ['127.0.0.1'], rules: refusedLate, hosts },
  { name: '::1 silent', listens: ['127.0.0.1'], rules: dropped, hosts },
  { name: 'only ::1', listens: ['::1'], rules: '', hosts },
  // A second line for ::1 in the hosts file: clients that do not remove duplicates try it twice.
  { name: 'late, twice', listens: ['127.0.0.1'], rules: refusedLate, hosts: `${hosts}::1 localhost\n` },
  // With an IPv4 network and no IPv6 network, AI_ADDRCONFIG hides ::1 from clients that set it. Without a network besides
  // loopback, as in the states above, glibc ignores the flag.
  { name: 'late, IPv4 net', listens: ['127.0.0.1'], rules: refusedLate, hosts, network: true },
];

if (process.argv[2] === 'serve') await serve(process.argv.slice(3));
else if (process.argv[2] === 'inside') await measure(process.argv.slice(3));
else enter(process.argv.slice(2));

/** Runs this file again as root in new user, network and mount namespaces, so that nothing changes on this machine. */
function enter(runtimes) {
  for (const tool of ['unshare', 'nft', 'ip']) {
    if (spawnSync(tool, ['--version']).error) throw new Error(`${tool} is needed and not installed`);
  }
  const self = [process.execPath, fileURLToPath(import.meta.url), 'inside', ...runtimes];
  process.exitCode = spawnSync('unshare', ['-rnm', ...self], { stdio: 'inherit' }).status ?? 1;
}

async function serve(addresses) {
  process.once('disconnect', () => process.exit());
  for (const address of addresses) {
    const server = createServer((request, response) => {
      process.send({ via: request.socket.localAddress });
      response.setHeader('Connection', 'close').end('ok');
    });
    await once(server.listen({ port: PORT, host: address, ipv6Only: true }), 'listening');
  }
  process.send({ ready: true });
}

async function measure(runtimes) {
  const dist = new URL('../dist/', import.meta.url);
  const { realClients } = await import(new URL('gather/network/real-clients/index.js', dist));
  const { clientStacks } = await import(new URL('clients/index.js', dist));
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-bench-'));
  const hostsFile = join(folder, 'hosts');
  writeFileSync(hostsFile, hosts);
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('mount', ['--bind', hostsFile, '/etc/hosts']);
  try {
    const clients = await installed(
      realClients.filter(({ runtime }) => runtimes.length === 0 || runtimes.includes(runtime)),
      clientStacks,
    );
    const cells = [];
    for (const state of states) cells.push(await measureState(state, clients, hostsFile, dist));
    report(clients, cells);
  } finally {
    execFileSync('umount', ['/etc/hosts']);
    rmSync(folder, { recursive: true });
  }
}

async function installed(realClients, clientStacks) {
  const clients = [];
  for (const client of realClients) {
    const found = await client.detect();
    if (found === null) continue;
    const id = client.idFor(found.version);
    const stack = clientStacks.find((candidate) => candidate.id === id);
    clients.push({ client, found, id, stack, ownMs: 0 });
  }
  return clients;
}

async function measureState(state, clients, hostsFile, dist) {
  writeFileSync(hostsFile, state.hosts);
  if (state.network) {
    // On lo, since not every kernel has dummy devices. glibc checks the address and not the device.
    execFileSync('ip', ['addr', 'add', '192.0.2.1/24', 'dev', 'lo']);
  }
  if (state.rules !== '') execFileSync('nft', ['-f', '-'], { input: state.rules });
  const server = fork(fileURLToPath(import.meta.url), ['serve', ...state.listens]);
  await once(server, 'message');
  try {
    return await compare(state, clients, server, dist);
  } finally {
    server.disconnect();
    await once(server, 'exit');
    if (state.rules !== '') execFileSync('nft', ['delete', 'table', 'inet', 'ill']);
  }
}

async function compare(state, clients, server, dist) {
  const { predict } = await import(new URL('clients/predict.js', dist));
  const situation = await probe(dist);
  const list = situation.addresses.map(({ address }) => address).join(' ');
  console.error(`${state.name}: ${list}; with AI_ADDRCONFIG ${situation.withAddrConfig.join(' ')}`);
  const cells = clients.map((client) => ({ ...predict(client.stack, situation), runs: [] }));
  let via = null;
  server.on('message', (message) => (via = message.via));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { client, found }] of clients.entries()) {
      const { runs } = cells[index];
      if (runs.some(({ ms }) => ms > SLOW_MS)) continue;
      via = null;
      const bounds = { timeoutMs: BOUND_MS, signal: new AbortController().signal };
      const timed = await client.time(found.path, `http://localhost:${PORT}/`, bounds);
      // The server's message comes on another pipe than the client's.
      await new Promise((resolve) => setTimeout(resolve, 5));
      runs.push({ ...timed, via });
    }
  }
  return cells;
}

/** The measurements from which whyslow predicts. */
async function probe(dist) {
  const { connectTo } = await import(new URL('gather/network/connect.js', dist));
  const { resolve } = await import(new URL('gather/names/resolution.js', dist));
  const { answer, lookupsMs } = await resolve('localhost');
  const withAddrConfig = await lookup('localhost', { all: true, order: 'verbatim', hints: ADDRCONFIG });
  const seen = new Map();
  for (const { address, family } of [
    ...answer.value,
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]) {
    if (seen.has(address)) continue;
    await connectTo(address, PORT, PROBE_MS).then(({ socket }) => socket?.destroy());
    const { outcome, connectMs, socket } = await connectTo(address, PORT, PROBE_MS);
    socket?.destroy();
    seen.set(address, { address, family, connect: outcome, connectMs });
  }
  return {
    name: 'localhost',
    platform: process.platform,
    resolveMs: Math.min(...lookupsMs),
    addresses: answer.value.map(({ address }) => seen.get(address)),
    withAddrConfig: withAddrConfig.map(({ address }) => address),
    unlisted: [...seen.values()],
  };
}

function report(clients, cells) {
  const [healthy] = cells;
  const judged = clients.map((client, row) => {
    const own = median(healthy[row].runs);
    return { client, own, states: cells.map((state, column) => judge(state[row], column === 0 ? 0 : own.ms)) };
  });
  const widths = [22, 9, ...states.map(() => 17)];
  const line = (words) =>
    console.log(
      words
        .map((word, index) => word.padEnd(widths[index]))
        .join(' ')
        .trimEnd(),
    );
  line(['client', 'version', ...states.map(({ name }) => name)]);
  for (const { client, states: row } of judged) {
    line([client.id, client.found.version, ...row.map(({ text, right }) => `${right ? ' ' : '✖'} ${text}`)]);
  }
  const all = judged.flatMap(({ client, states: row }) => row.map((cell, column) => ({ client, column, ...cell })));
  console.log(`\n${all.filter(({ right }) => right).length} of ${all.length} cells right`);
  for (const { client, column, text, why } of all.filter(({ right }) => !right)) {
    console.log(`✖ ${client.id}, ${states[column].name}: ${text}: ${why}`);
  }
}

function judge({ predicted, runs }, ownMs) {
  const run = median(runs);
  const wanted = cellOf(predicted.outcome === 'connects', predicted.ms);
  if (!run.ok && run.ms >= BOUND_MS) {
    return { text: `${wanted} / >${BOUND_MS}`, right: predicted.ms > BOUND_MS, why: 'stopped at the bound' };
  }
  const tookMs = Math.max(0, run.ms - ownMs);
  const text = `${wanted} / ${cellOf(run.ok, tookMs)}`;
  const found = run.ok ? `via ${run.via}` : run.because;
  if (run.ok !== (predicted.outcome === 'connects')) return { text, right: false, why: found };
  if (run.ok && run.via !== predicted.via) return { text, right: false, why: `${found}, not ${predicted.via}` };
  // In the healthy state the time is the client's own start-up, so only the address is compared.
  const right = ownMs === 0 || Math.abs(tookMs - predicted.ms) <= Math.max(25, predicted.ms / 10);
  return { text, right, why: `${(tookMs - predicted.ms).toFixed(0)} ms off, ${found}` };
}

function cellOf(connects, ms) {
  return `${connects ? '' : 'fail '}${ms.toFixed(0)}`;
}

function median(runs) {
  const sorted = runs.toSorted((a, b) => a.ms - b.ms);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
