import { createInterface } from 'node:readline';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { PYTHON } from '../../../serve/carelink.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The commands of a server whose answers take known times. Each prints its URL. */
export const servers = {
  'Python, a thread for each request': [PYTHON, fileOf('handlers.py')],
  'Node, one event loop': [process.execPath, fileOf('handlers.mjs')],
} as const;

export interface KnownTimes {
  readonly port: number;
  /** The port of the server that it asks. */
  readonly downstream: number;
  stop(): void;
}

/** Answers each line, which is a number, after so many ms. */
async function startDownstream(): Promise<{ readonly port: number; stop(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => setTimeout(() => socket.write('done\n'), Number(bytes.toString())));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => void server.close() };
}

export async function startKnownTimes(name: keyof typeof servers): Promise<KnownTimes> {
  const downstream = await startDownstream();
  const [command, file] = servers[name];
  const child = spawn(command, [file], {
    env: { PATH: process.env['PATH'], DOWNSTREAM_PORT: String(downstream.port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    port: Number(new URL(url).port),
    downstream: downstream.port,
    stop: () => {
      child.kill('SIGKILL');
      downstream.stop();
    },
  };
}
