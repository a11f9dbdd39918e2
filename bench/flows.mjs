// Throughput of a flow of three steps with a captured id, against autocannon sending the same requests, in turn.
// node bench/flows.mjs [rounds]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 5);
const CONNECTIONS = 10;
const REQUESTS = 3_000;

/** Carts of which each takes one item and then one order. */
function serve() {
  const carts = new Map();
  const next = { items: ['new', 'filled'], order: ['filled', 'ordered'] };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const json = (status, body) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/carts') {
        carts.set(String(carts.size + 1), 'new');
        json(201, { id: carts.size });
        return;
      }
      const [, cart, action] = /^\/carts\/(\d+)\/(items|order)$/.exec(request.url) ?? [];
      const isNext = action !== undefined && carts.get(cart) === next[action][0];
      if (isNext) carts.set(cart, next[action][1]);
      json(isNext ? 200 : 409, {});
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

const CONFIG = `
flows:
  buy:
    steps:
      - { request: POST /carts, json: { n: "{{n}}" }, capture: { cart: "json:id" }, expect: { status: 201 } }
      - { request: "POST /carts/{{step.cart}}/items", json: { sku: 7 } }
      - { request: "POST /carts/{{step.cart}}/order", json: {} }
`;

async function round(port, folder) {
  const bin = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));
  const out = join(folder, 'out');
  const args = [
    'load',
    `http://127.0.0.1:${port}`,
    '--second-opinion',
    '--requests',
    String(REQUESTS),
    '--connections',
    String(CONNECTIONS),
  ];
  const child = fork(bin, [...args, '--quiet', '--out', out], { cwd: folder, stdio: 'inherit' });
  await once(child, 'close');
  const run = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
  await rm(out, { recursive: true });
  const own = run.suites.find((each) => each.connections === CONNECTIONS);
  const other = run.secondOpinions.find((each) => each.connections === CONNECTIONS);
  return {
    own: own.perSecond * own.steps.length,
    errors: own.errors,
    other: other.perSecond,
    otherErrors: other.errors,
  };
}

if (process.argv[2] === 'serve') serve();
else {
  const server = fork(fileURLToPath(import.meta.url), ['serve']);
  const [port] = await once(server, 'message');
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-flows-'));
  await writeFile(join(folder, 'whyslow.config.yaml'), CONFIG);
  const ratios = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const { own, errors, other, otherErrors } = await round(port, folder);
    ratios.push(own / other);
    console.log(
      `whyslow ${own.toFixed(0)} requests/s, ${errors} errors; autocannon ${other.toFixed(0)}, ${otherErrors} errors; ${(own / other).toFixed(2)} ×`,
    );
  }
  console.log(
    `median ${ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)].toFixed(2)} × autocannon (bar: 0.8)`,
  );
  server.kill();
  await rm(folder, { recursive: true });
}
