import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../../system/text-file.ts';
import { knownParts } from './dependencies.ts';
import { type Named, projectFiles } from './project-files.ts';

/** One file of the project that says something of its server. */
export interface Seen {
  /** Relative to the project, with slashes. */
  readonly file: string;
  /** Titles of known parts, and names of variables. */
  readonly says: readonly string[];
  /** Ids of auth stacks. */
  readonly stacks: readonly string[];
  readonly ports: readonly number[];
}

/** The folders beside the project's own that its framework names. */
const DEEPER = ['Properties', 'src/main/resources'];
/** A project has some tens of entries at the top; a folder with thousands is none. */
const MOST_ENTRIES = 500;
/** In bytes. */
const LONGEST_FILE = 1_000_000;

/** Reads what the files of a project say of its server. Unreadable files are left out. */
export async function projectIn(folder: string): Promise<readonly Seen[]> {
  const top = await entriesOf(folder, '');
  const folders = [...DEEPER, ...(top.includes('manage.py') ? top.filter((name) => /^\w+$/.test(name)) : [])];
  const deeper = await Promise.all(folders.map((name) => entriesOf(folder, `${name}/`)));
  const seen: Seen[] = [];
  for (const file of [...top, ...deeper.flat()]) {
    const read = projectFiles.find(([pattern]) => pattern.test(file))?.[1];
    const text = read === undefined ? null : await textOf(join(folder, file));
    if (read === undefined || text === null) continue;
    const found = seenIn(file, read(text));
    if (found !== null) seen.push(found);
  }
  return seen;
}

/** Null for what is no file of a usual size. A pipe of that name would be read forever. */
async function textOf(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile() || facts.size > LONGEST_FILE) return null;
  return readText(path).catch(() => null);
}

const entriesOf = async (folder: string, below: string): Promise<readonly string[]> =>
  (await readdir(join(folder, below)).catch(() => []))
    .slice(0, MOST_ENTRIES)
    .map((name) => `${below}${name}`)
    .toSorted();

/** More would fill the comment of a configuration. */
const MOST_VARIABLES = 12;

function seenIn(file: string, { packages, ports, variables }: Named): Seen | null {
  const parts = Object.entries(knownParts).flatMap(([name, part]) => (packages.includes(name) ? [part] : []));
  const titles = [...new Set(parts.map(({ title }) => title))];
  const says = [...titles, ...variables.slice(0, MOST_VARIABLES)];
  if (says.length === 0 && ports.length === 0) return null;
  const [usual] = parts.flatMap(({ port }) => (port === undefined ? [] : [port]));
  return {
    file,
    says: [...says, ...ports.map((port) => `port ${port}`)],
    stacks: [...new Set(parts.flatMap(({ stack }) => (stack === undefined ? [] : [stack])))],
    ports: [...new Set([...ports, ...(usual === undefined ? [] : [usual])])],
  };
}

/** Ports to try for the server of this project: those that files set first. */
export const portsOf = (seen: readonly Seen[]): readonly number[] => [...new Set(seen.flatMap(({ ports }) => ports))];

/** The auth stacks that the project names. */
export const stacksOf = (seen: readonly Seen[]): readonly string[] => [
  ...new Set(seen.flatMap(({ stacks }) => stacks)),
];
