import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { copyFile, readFile, readdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Debian's python3, which has the packages of the target. Another python3 may come first in PATH. */
export const PYTHON = '/usr/bin/python3';

export const CARELINK = fileURLToPath(new URL('../targets/carelink', import.meta.url));

/** One management command takes about a second; a minute means that it hangs. */
const COMMAND_TIMEOUT_MS = 60_000;

const PACKAGES = ['django', 'rest_framework_simplejwt'].map((name) => join('/usr/lib/python3/dist-packages', name));

export type CarelinkSettings = {
  database: string;
  secretKey: string;
  password: string;
  hasher: 'pbkdf2' | 'argon2';
  noDelay: boolean;
  serverTiming: boolean;
};

/** The complete environment of the target, so that the developer's shell settings cannot change the measurement. */
export function carelinkEnvironment(settings: CarelinkSettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: process.env['TMPDIR'],
    LANG: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    CARELINK_DB: settings.database,
    CARELINK_SECRET_KEY: settings.secretKey,
    CARELINK_PASSWORD: settings.password,
    CARELINK_HASHER: settings.hasher,
    CARELINK_NODELAY: settings.noDelay ? '1' : '0',
    CARELINK_SERVER_TIMING: settings.serverTiming ? '1' : '0',
  };
}

/** Fills `settings.database`: every table, and user1 … userN. */
export async function prepareDatabase(settings: CarelinkSettings, users: number): Promise<void> {
  const template = join(tmpdir(), `whyslow-carelink-${await fingerprint()}.sqlite3`);
  if (!existsSync(template)) await makeTemplate(settings, template);
  await copyFile(template, settings.database);
  await manage(settings, 'seed', String(users));
}

/** Migrates a copy and renames it, so that a concurrent start sees a complete template or none. */
async function makeTemplate(settings: CarelinkSettings, template: string): Promise<void> {
  const draft = `${settings.database}.template`;
  await manage({ ...settings, database: draft }, 'migrate', '--verbosity', '0');
  await rename(draft, template);
}

async function manage(settings: CarelinkSettings, ...args: string[]): Promise<void> {
  await promisify(execFile)(PYTHON, ['manage.py', ...args], {
    cwd: CARELINK,
    env: carelinkEnvironment(settings),
    timeout: COMMAND_TIMEOUT_MS,
  });
}

/** The inputs of the tables: the target's files, and the packages with the migrations. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(CARELINK, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.py')).sort()) {
    hash.update(`${file}\n`).update(await readFile(join(CARELINK, file)));
  }
  for (const path of PACKAGES) {
    hash.update(`${path} ${statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 'elsewhere'}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
