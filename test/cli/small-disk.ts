import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

export interface OnSmallDisk {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The names of the files on the disk at the end. */
  readonly files: readonly string[];
}

const LISTING = '--- files on the disk ---';

/**
 * Runs the command with `folder` on its own small file system, which is removed with the command.
 * @param freeKb the free space, in pages of 4 kB.
 */
export function onSmallDisk(
  folder: string,
  freeKb: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<OnSmallDisk> {
  const script = [
    'set -e; folder=$1; free=$2; shift 2',
    'mount -t tmpfs -o size=1024k tmpfs "$folder"; cd "$folder"; mkdir out .whyslow .whyslow/baselines',
    'head -c $(( (1024 - 8 - free) * 1024 )) /dev/zero > filling 2>/dev/null || true',
    // Fills the last pages, if the folders took fewer than expected.
    'if [ "$free" = 0 ]; then cat /dev/zero > rest 2>/dev/null || true; fi',
    'code=0; "$@" || code=$?',
    `echo; echo "${LISTING}"; find . -type f; exit $code`,
  ].join('\n');
  const argv = ['-rm', 'sh', '-c', script, 'sh', folder, String(freeKb), process.execPath, BIN, ...args];
  const { PATH = '' } = process.env;
  const child = spawn('unshare', argv, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      const [printed = '', listed = ''] = stdout.split(LISTING);
      const files = listed.split('\n').flatMap((line) => /^\.\/(.+)$/.exec(line)?.[1] ?? []);
      resolve({ code, stdout: printed, stderr, files: files.filter((file) => !/^(filling|rest)$/.test(file)) });
    }),
  );
}
