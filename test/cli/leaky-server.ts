import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every secret contains this text, so that one search finds a part of any of them. */
export const NEEDLE = 'hunter2';

const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ${NEEDLE}9.c2lnbmF0dXJl${NEEDLE}`;

/** A command line with a secret in each shape that developers use. */
export const leakyArguments: readonly string[] = [
  '--db',
  `postgres://user:${NEEDLE}C@db/x`,
  `--redis=redis://:${NEEDLE}D@cache:6379/0`,
  '-p',
  `${NEEDLE}E`,
  `-p${NEEDLE}F`,
  '--auth',
  `Bearer ${NEEDLE}G`,
  `--password=${NEEDLE}H`,
  '--signing',
  `${NEEDLE}I`,
  `--set=nested=${NEEDLE}J`,
  `Server=db;User=ada;Password=${NEEDLE}N;`,
  `Cookie: sid=${NEEDLE}O`,
  `ghp_${NEEDLE}0123456789abcdef`,
  `API_KEY=${NEEDLE}P`,
  `${NEEDLE}Q`,
  `/${NEEDLE}R`,
  `user:${NEEDLE}S`,
  `{"apiKey":"${NEEDLE}T"}`,
  `/p:Key=${NEEDLE}U`,
  JWT,
  `https://hooks.example/${NEEDLE}V?t=${NEEDLE}W#${NEEDLE}X`,
  `-----BEGIN PRIVATE KEY-----\n${NEEDLE}Y\n-----END PRIVATE KEY-----`,
];

const SCRIPT = `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    appendFileSync(process.env.RECORD, JSON.stringify({ method: request.method, url: request.url, body }) + '\\n');
    response.setHeader('server', 'leaky/1 Bearer ${NEEDLE}Z ' + request.url);
    response.setHeader('set-cookie', 'sid=${NEEDLE}A');
    response.setHeader('location', '/next?token=${NEEDLE}B');
    if (request.method === 'POST') response.statusCode = 404;
    response.end('hello');
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** One request as received by the server. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

export interface LeakyServer {
  readonly port: number;
  readonly script: string;
  received(): Promise<readonly Received[]>;
  stop(): Promise<void>;
}

/** A server in its own process, started with the arguments above. */
export async function startLeakyServer(folder: string): Promise<LeakyServer> {
  const [script, record] = [join(folder, 'server.mjs'), join(folder, 'received.jsonl')];
  await writeFile(script, SCRIPT);
  await writeFile(record, '');
  const child: ChildProcess = spawn(process.execPath, [script, ...leakyArguments], {
    env: { RECORD: record },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return {
    script,
    port: Number(line.toString().trim()),
    async received() {
      const lines = (await readFile(record, 'utf8')).split('\n').filter((each) => each !== '');
      return lines.map((each) => JSON.parse(each) as Received);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
