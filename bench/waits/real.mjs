// Does it name the real servers that a server waits for? PostgreSQL by TCP and by a unix socket, with a slow query and with a
// query for each row, Redis with a blocking command, and nginx in front of a slow upstream. Each is started here, on ports of
// its own, and ends with the bench. PostgreSQL does not run as root, so that root starts it as its own user.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accepting } from '../../test/serve/accepting.mjs';

const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const server = fileURLToPath(new URL('../../test/gather/server/waits/real.py', import.meta.url));
const [PORT, POSTGRES, REDIS, NGINX, UPSTREAM] = [8140, 8141, 8142, 8143, 8144];

const byTcp = encodeURIComponent(`host=127.0.0.1 port=${POSTGRES} user=postgres dbname=postgres`);
const bySocket = (folder) => encodeURIComponent(`host=${folder} port=${POSTGRES} user=postgres dbname=postgres`);

const cases = (folder) => [
  { name: 'PostgreSQL, a slow query', url: `${PORT}/slow?place=${byTcp}`, of: `127.0.0.1:${POSTGRES} (postgres)` },
  {
    name: 'PostgreSQL, a query for each row',
    url: `${PORT}/each?place=${byTcp}`,
    of: `127.0.0.1:${POSTGRES} (postgres), in some 15`,
  },
  {
    name: 'PostgreSQL by a unix socket',
    url: `${PORT}/slow?place=${bySocket(folder)}`,
    of: `.s.PGSQL.${POSTGRES} (PostgreSQL)`,
  },
  { name: 'Redis, a blocking command', url: `${PORT}/blocked?port=${REDIS}`, of: `127.0.0.1:${REDIS} (redis-server)` },
  { name: 'nginx before a slow upstream', url: `${NGINX}/`, of: `127.0.0.1:${UPSTREAM} (node)` },
];

export async function real() {
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-real-'));
  chmodSync(folder, 0o777);
  const upstream = createServer((_request, response) => void sleep(150).then(() => response.end('ok')));
  upstream.listen(UPSTREAM, '127.0.0.1');
  const children = startAll(folder);
  try {
    for (const port of [PORT, POSTGRES, REDIS, NGINX]) await accepting(port);
    let isRight = true;
    for (const each of cases(folder)) isRight = (await check(each, folder)) && isRight;
    return isRight;
  } finally {
    upstream.close();
    for (const child of children) await end(child);
    rmSync(folder, { recursive: true });
  }
}

async function check({ name, url, of }, folder) {
  const args = [whyslow, 'diagnose', `http://127.0.0.1:${url}`, '--json', '--quiet', '--out', folder];
  const stdout = await new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 16_777_216 }, (_error, text) => resolve(text));
  });
  const found = JSON.parse(stdout).findings.filter(({ outcome }) => outcome === 'fail');
  const isRight = found.length === 1 && found[0].id === 'downstream-slow-answer' && found[0].summary.includes(of);
  console.log(
    `${isRight ? 'right' : 'WRONG'}  ${name.padEnd(34)} ${found.map(({ id, summary }) => `${id}: ${summary}`).join(' | ')}`,
  );
  return isRight;
}

function startAll(folder) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'] };
  const nginxConf = join(folder, 'nginx.conf');
  writeFileSync(
    nginxConf,
    `daemon off; pid ${folder}/nginx.pid; error_log /dev/null; events {}
http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server { listen 127.0.0.1:${NGINX}; location / { proxy_pass http://127.0.0.1:${UPSTREAM}; } } }`,
  );
  return [
    spawn('/usr/bin/python3', [server, String(PORT)], { stdio: 'ignore', env: { PATH: process.env.PATH } }),
    spawn('redis-server', ['--port', String(REDIS), '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
      stdio: 'ignore',
    }),
    spawn('nginx', ['-c', nginxConf], options),
    startPostgres(folder),
  ];
}

function startPostgres(folder) {
  const root = '/usr/lib/postgresql';
  const bin = join(root, readdirSync(root).toSorted().at(-1), 'bin');
  const data = join(folder, 'data');
  const options = { stdio: 'ignore', cwd: folder, ...ownUser() };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], options);
  const args = ['-D', data, '-k', folder, '-p', String(POSTGRES), '-c', 'listen_addresses=127.0.0.1'];
  return spawn(join(bin, 'postgres'), args, options);
}

/** PostgreSQL refuses to run as root. */
function ownUser() {
  if (process.getuid() !== 0) return {};
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await Promise.race([ended, sleep(5_000)]);
  child.kill('SIGKILL');
}
