import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PYTHON } from '../serve/carelink.ts';
import { type OwnedProcess, startOwned } from '../serve/owned-process.ts';
import { partIsHere, type PartTest, testUnless } from '../serve/require.ts';
import type { RealServer, Truth, Way } from './contract.ts';

export interface StartedServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Of servers under gunicorn: a line for each request, with its request id. */
  readonly accessLog: string;
  /** Digests of the refresh tokens that clients presented, in their order. */
  presentedTokens(): readonly string[];
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const POLL_EVERY_MS = 25;

const folderOf = ({ id }: RealServer): string => fileURLToPath(new URL(`${id}/`, import.meta.url));

export const truthOf = (server: RealServer): Truth =>
  JSON.parse(readFileSync(join(folderOf(server), 'truth.json'), 'utf8')) as Truth;

/** The options that tell whyslow how to sign in. */
export const signInOptions = (server: RealServer, { options = [], ...way }: Way): readonly string[] => [
  ...options,
  ...stackOptions(server, way),
];

function stackOptions(server: RealServer, { how, stack }: Way): readonly string[] {
  switch (how) {
    case 'detected':
      return [];
    case 'named':
      return ['--preset', stack];
    case 'configured':
      return ['--config', join(folderOf(server), 'whyslow.config.yaml')];
    default:
      return how satisfies never;
  }
}

/** A test that needs the packages of the server. */
export const testWithServer = (server: RealServer): PartTest =>
  testUnless(missingPartsOf(server), process.env['WHYSLOW_REQUIRE'] === 'all');

function missingPartsOf(server: RealServer): readonly string[] {
  if (server.runtime === 'python')
    return server.parts.map(partIsHere).flatMap((presence) => (presence.here ? [] : [presence.because]));
  if (existsSync(join(folderOf(server), 'node_modules'))) return [];
  return [`the packages of test/real-servers/${server.id} are missing: node test/real-servers/install.mjs`];
}

/** The server on a free loopback port, with one account. */
export async function startRealServer(
  server: RealServer,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), `whyslow-${server.id}-`));
  const account = { username: 'ada@example.org', password: `pass-${randomBytes(9).toString('hex')}` };
  const logPath = join(folder, 'server.log');
  const refreshLog = join(folder, 'refresh.log');
  const [command, entry] = server.runtime === 'python' ? [PYTHON, 'server.py'] : [process.execPath, 'server.mjs'];
  const owned = await startOwned({
    command,
    args: [entry],
    cwd: folderOf(server),
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
      REAL_SERVER_USER: account.username,
      REAL_SERVER_PASSWORD: account.password,
      REAL_SERVER_FOLDER: folder,
      REAL_SERVER_REFRESH_LOG: refreshLog,
      ...env,
    },
    logPath,
  });
  const stop = async (): Promise<void> => {
    await owned.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const url = await printedUrl(owned, logPath).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    ...account,
    accessLog: join(folder, 'access.log'),
    presentedTokens: () => (existsSync(refreshLog) ? readFileSync(refreshLog, 'utf8').trim().split('\n') : []),
    stop,
  };
}

async function printedUrl(owned: OwnedProcess, logPath: string): Promise<string> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const log = readFileSync(logPath, 'utf8');
    const url = /^http:\/\/127\.0\.0\.1:\d+$/m.exec(log)?.[0];
    if (url !== undefined) return url;
    if (!owned.isRunning()) throw new Error(`The server ended before it listened:\n${log}`);
    if (performance.now() > deadlineMs) throw new Error(`No URL within ${START_TIMEOUT_MS} ms:\n${log}`);
    await delay(POLL_EVERY_MS);
  }
}
