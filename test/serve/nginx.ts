import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOwned } from './owned-process.ts';
import { freePort } from './port.ts';

export interface OwnedNginx {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const CONFIG = fileURLToPath(new URL('../../docs/nginx.conf', import.meta.url));
const START_DEADLINE_MS = 10_000;

/** A real nginx with docs/nginx.conf, in front of these ports. Only the ports and the places of its files differ. */
export async function startNginx(ports: readonly number[]): Promise<OwnedNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-nginx-'));
  const [port, file, logPath] = [await freePort(), join(folder, 'nginx.conf'), join(folder, 'log')];
  await Promise.all(PLACES.map((place) => mkdir(join(folder, place))));
  await writeFile(file, configured(readFileSync(CONFIG, 'utf8'), port, ports, folder));
  const args = ['-c', file, '-e', logPath, '-g', `daemon off; pid ${folder}/pid; error_log ${logPath};`];
  const owned = await startOwned({ command: 'nginx', args, cwd: folder, env: { PATH: process.env['PATH'] }, logPath });
  const url = `http://127.0.0.1:${port}/`;
  const stop = async (): Promise<void> => {
    await owned.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  while (!(await isAnswering(url))) {
    if (owned.isRunning() && performance.now() < deadlineMs) continue;
    const said = readFileSync(logPath, 'utf8');
    await stop();
    throw new Error(`nginx did not start: ${said}`);
  }
  return { url, pid: owned.pid, stop };
}

/** Where nginx buffers. The compiled-in places belong to root. */
const PLACES = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

export function configured(text: string, port: number, ports: readonly number[], folder: string): string {
  const servers = ports.map((each) => `    server 127.0.0.1:${each};\n`).join('');
  const places = PLACES.map((place) => `  ${place}_temp_path ${folder}/${place};\n`).join('');
  return text
    .replace(/(?: {4}server 127\.0\.0\.1:\d+;\n)+/, servers)
    .replace(/ *listen \[::1\]:\d+;\n/, hasIpv6() ? '$&' : '')
    .replaceAll(/(listen \S+):\d+;/g, `$1:${port};`)
    .replace('http {\n', `http {\n${places}`);
}

/** nginx does not start where it cannot listen. */
const hasIpv6 = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

const isAnswering = (url: string): Promise<boolean> =>
  fetch(new URL('healthz', url)).then(
    ({ status }) => status === 200,
    () => new Promise<boolean>((resolve) => setTimeout(resolve, 20, false)),
  );
