import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** The facts that decide where programs are. They are an argument, so that the rules of each system are tested on any. */
export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The surroundings of this process. Another platform can be passed. */
export const here = (platform: string = process.platform): Surroundings => ({
  platform,
  env: process.env,
  cwd: currentFolder(),
});

/** The current folder has no path after it was removed. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

/**
 * The path of a program that the user installed; null where there is none. The current folder is never searched, since a
 * cloned project could contain a planted program. Windows, and other systems whose PATH has an empty or relative entry,
 * would search it. The result is an absolute path for the same reason.
 */
export function findProgram(name: string, surroundings: Surroundings = here()): string | null {
  return programPaths(name, surroundings).find(isExecutable) ?? null;
}

/** The possible paths of the program, in the order of PATH. */
export function programPaths(name: string, { platform, env, cwd }: Surroundings): readonly string[] {
  const windows = platform === 'win32';
  const { delimiter, join, resolve } = windows ? win32 : posix;
  const folded = (path: string): string => (windows ? path.toLowerCase() : path);
  const isSafe = (folder: string): boolean =>
    isAbsolute(folder, windows) && (cwd === '' || folded(resolve(folder)) !== folded(resolve(cwd)));
  const folders = (valueOf(env, 'PATH', windows) ?? '')
    .split(delimiter)
    .map((folder) => (windows ? folder.replaceAll('"', '') : folder))
    .filter(isSafe);
  const endings = windows ? startableEndings(valueOf(env, 'PATHEXT', windows)) : [''];
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
}

/** On Windows `\tools` and `C:tools` depend on the current drive and folder. */
const isAbsolute = (folder: string, windows: boolean): boolean =>
  windows ? /^(?:[a-z]:[\\/]|\\\\[^\\])/i.test(folder) : folder.startsWith('/');

/** Windows ignores the case of a variable's name. An object other than process.env does not. */
function valueOf(env: Surroundings['env'], name: string, windows: boolean): string | undefined {
  if (!windows) return env[name];
  return Object.entries(env).find(([key]) => key.toUpperCase() === name.toUpperCase())?.[1];
}

/** Windows' own default for PATHEXT begins with these two. */
const DEFAULT_ENDINGS = '.COM;.EXE';

/** The endings of PATHEXT that start without a shell. A .cmd or .bat file would need cmd.exe and its quoting. */
const startableEndings = (pathExt: string | undefined): readonly string[] =>
  (pathExt === undefined || pathExt === '' ? DEFAULT_ENDINGS : pathExt)
    .toLowerCase()
    .split(';')
    .filter((ending) => ending === '.com' || ending === '.exe');

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The folders of a POSIX system's own programs. Only its administrator can write there. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Programs in a folder below System32. All others are in System32 itself. */
const BELOW_SYSTEM32: Readonly<Record<string, string>> = { powershell: 'WindowsPowerShell\\v1.0\\powershell.exe' };

/**
 * The absolute path of a program of the system, like netstat, ps or mount. On Windows it is in System32. Elsewhere the
 * system's folders are searched, then PATH, since some systems (NixOS) use other folders.
 * @returns null where it is not installed. On Windows the path is not checked.
 */
export function systemProgram(name: string, surroundings: Surroundings = here()): string | null {
  if (surroundings.platform === 'win32') {
    return win32.join(systemRoot(surroundings.env), 'System32', BELOW_SYSTEM32[name] ?? `${name}.exe`);
  }
  const paths = SYSTEM_FOLDERS.map((folder) => `${folder}/${name}`);
  return paths.find(isExecutable) ?? findProgram(name, surroundings);
}

/** The folder of Windows. A value that is not a path of a local disk is ignored. */
export function systemRoot(env: Surroundings['env']): string {
  const named = (valueOf(env, 'SystemRoot', true) ?? '').replace(/\\+$/, '');
  const isLocal = /^[a-z]:\\[^/:*?"<>|]+$/i.test(named) && !named.split('\\').includes('..');
  return isLocal ? named : 'C:\\Windows';
}
