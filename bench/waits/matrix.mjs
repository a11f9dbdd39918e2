// Does each fault inside a server provoke exactly its finding? Four kinds of servers with eleven faults, in the lab, each
// diagnosed as a user does. Results are kept in matrix.json: what is there is not measured again without --fresh.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { healthy, store, STORE_PORT } from '../../dist/lab/contract.js';
import { runInLab } from '../../dist/lab/enter.js';
import { refusedLate } from '../../dist/lab/late-refusal.js';
import { faults, GREETING_STORE_PORT, servers, SLOW_STORE_PORT } from './cases.mjs';

const file = fileURLToPath(new URL('./matrix.json', import.meta.url));
const inside = fileURLToPath(new URL('./inside.mjs', import.meta.url));

const machine = {
  ...healthy,
  id: 'matrix',
  title: 'a machine with stores and a slow name server',
  story: 'The server under test is started by the command.',
  provokes: [],
  needs: ['nft'],
  nft: refusedLate(STORE_PORT),
  hosts: '127.0.0.1 localhost\n::1 store.lab\n127.0.0.1 store.lab\n',
  resolvConf: 'nameserver 127.0.0.1\n',
  servers: [
    store({ greetsAfterMs: 0, answersAfterMs: 0 }),
    { ...store({ greetsAfterMs: 0, answersAfterMs: 150 }), label: 'slow store', port: SLOW_STORE_PORT },
    { ...store({ greetsAfterMs: 150, answersAfterMs: 0 }), label: 'late store', port: GREETING_STORE_PORT },
    {
      label: 'name server',
      addresses: ['127.0.0.1'],
      port: 53,
      core: 'any',
      behaviour: { kind: 'dns', names: {}, unknownAfterMs: 150 },
    },
  ],
};

/** Its name server takes packets and never answers. The resolver gives up after a second. */
const machineWithDeadNames = {
  ...machine,
  nft: `${refusedLate(STORE_PORT)}
table inet names {
  chain input {
    type filter hook input priority 0;
    ip daddr 127.0.0.2 udp dport 53 drop
  }
}
`,
  resolvConf: 'nameserver 127.0.0.2\noptions timeout:1 attempts:1\n',
};

export async function matrix({ isFresh }) {
  const results = !isFresh && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  for (const server of Object.keys(servers)) {
    const missing = faults.filter(({ name }) => results[server]?.[name] === undefined);
    const dead = missing.filter(({ names }) => names === 'dead');
    const others = missing.filter(({ names }) => names !== 'dead');
    for (const [place, some] of [
      [machine, others],
      [machineWithDeadNames, dead],
    ]) {
      if (some.length === 0) continue;
      results[server] = {
        ...results[server],
        ...(await diagnosed(
          place,
          server,
          some.map(({ name }) => name),
        )),
      };
      writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
    }
  }
  const all = Object.keys(servers).flatMap((server) => faults.map(({ name }) => ({ server, name })));
  const wrong = all.filter(({ server, name }) => !isRight(name, results[server]?.[name] ?? ['not measured']));
  for (const { server, name } of wrong) console.log(`${server}, ${name}: ${results[server]?.[name]?.join(', ')}`);
  console.log(`${all.length - wrong.length} of ${all.length} exactly as expected`);
  return wrong.length === 0;
}

async function diagnosed(place, server, names) {
  const argv = [process.execPath, inside, server, ...names];
  const { stdout, stderr } = await runInLab(place, argv, { stdio: 'pipe', timeoutMs: 300_000 });
  if (stderr !== '') console.error(stderr);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map(({ fault, found }) => [fault, found]));
}

function isRight(name, found) {
  const { finding } = faults.find((fault) => fault.name === name);
  return JSON.stringify(found) === JSON.stringify(finding === null ? [] : [finding]);
}
