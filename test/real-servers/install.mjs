// Installs the packages of the real servers by their lock files, one after the other, where they are missing or changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** npm writes this file at the end of an installation, so that an interrupted one is repeated. */
const INSTALLED = 'node_modules/.package-lock.json';

const isInstalled = (folder) =>
  existsSync(`${folder}/${INSTALLED}`) &&
  statSync(`${folder}/${INSTALLED}`).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs;

const ids = readdirSync(ROOT).filter((id) => existsSync(`${ROOT}${id}/package-lock.json`));

for (const id of ids.filter((each) => !isInstalled(`${ROOT}${each}`))) {
  process.stdout.write(`npm ci in test/real-servers/${id}\n`);
  const { status, error } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: `${ROOT}${id}`,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) continue;
  process.stderr.write(`npm ci in test/real-servers/${id} failed: ${error?.message ?? `exit code ${status}`}\n`);
  process.exitCode = 1;
}
