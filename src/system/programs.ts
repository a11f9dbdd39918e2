import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What decides where programs lie. An argument, so that the rules of one system are tested on another. */
export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** This process' own; a system may be named to see what would hold there. */
export const here = (platform: string = process.platform): Surroundings => ({
  platform,
  env: process.env,
  cwd: currentFolder(),
});

/** A folder that was removed meanwhile has no path, and holds no program. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

/**
 * The path of a program that the user installed; null where there is none. Windows, and any system whose PATH has an
 * empty or relative entry, would look into the current folder too, where a cloned project may have planted one: that
 * folder is never searched, and what is found is started by its absolute path.
 */
export function findProgram(name: string, surroundings: Surroundings = here()): string | null {
  return programPaths(name, surroundings).find(isExecutable) ?? null;
}

/** Where the program may lie, in the order of PATH. */
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

/** Windows ignores the case of a variable's name; an object that is not process.env does not. */
function valueOf(env: Surroundings['env'], name: string, windows: boolean): string | undefined {
  if (!windows) return env[name];
  return Object.entries(env).find(([key]) => key.toUpperCase() === name.toUpperCase())?.[1];
}

/** Windows' own default for PATHEXT begins with these two. */
const DEFAULT_ENDINGS = '.COM;.EXE';

/** Of PATHEXT, the endings that start without a shell: a .cmd or .bat file would need cmd.exe and its quoting. */
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

/** Where a POSIX system keeps its own programs; only its administrator can write there. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Below System32; all others lie in it directly. */
const BELOW_SYSTEM32: Readonly<Record<string, string>> = { powershell: 'WindowsPowerShell\\v1.0\\powershell.exe' };

/**
 * The absolute path of a program that belongs to the system, like netstat, ps or mount. On Windows it lies in System32.
 * Elsewhere it is looked for in the system's folders, then on PATH, since some systems (NixOS) keep it in neither.
 * @returns null where it is not installed; on Windows the path is not checked.
 */
export function systemProgram(name: string, surroundings: Surroundings = here()): string | null {
  if (surroundings.platform === 'win32') {
    return win32.join(systemRoot(surroundings.env), 'System32', BELOW_SYSTEM32[name] ?? `${name}.exe`);
  }
  const paths = SYSTEM_FOLDERS.map((folder) => `${folder}/${name}`);
  return paths.find(isExecutable) ?? findProgram(name, surroundings);
}

/** The folder of Windows. A value that is no path of a local disk is not believed. */
export function systemRoot(env: Surroundings['env']): string {
  const named = (valueOf(env, 'SystemRoot', true) ?? '').replace(/\\+$/, '');
  const isLocal = /^[a-z]:\\[^/:*?"<>|]+$/i.test(named) && !named.split('\\').includes('..');
  return isLocal ? named : 'C:\\Windows';
}
