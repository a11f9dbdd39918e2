import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CrashCheck } from './crash-check.ts';

export interface SurvivedCrash extends CrashCheck {
  /** Redis had a torn file, which was repaired. */
  readonly isRepaired: boolean;
}

/** The survived crashes of one store, in a file, so that a long run can be interrupted and resumed. */
export interface CrashLog {
  readonly survived: readonly SurvivedCrash['counts'][];
  readonly repaired: () => number;
  add(crash: SurvivedCrash): void;
}

interface Line {
  readonly store: string;
  readonly build: string;
  readonly counts: CrashCheck['counts'];
  readonly isRepaired: boolean;
}

/** Without a path nothing is saved. Crashes of another build do not count. */
export function openCrashLog(store: string, path: string | undefined): CrashLog {
  const build = buildDigest();
  const lines = path === undefined ? [] : linesIn(path).filter((line) => line.store === store && line.build === build);
  const survived = lines.map(({ counts }) => counts);
  let repaired = lines.filter(({ isRepaired }) => isRepaired).length;
  return {
    survived,
    repaired: () => repaired,
    add({ counts, isRepaired }) {
      survived.push(counts);
      if (isRepaired) repaired += 1;
      if (path === undefined) return;
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `${JSON.stringify({ store, build, counts, isRepaired } satisfies Line)}\n`);
    },
  };
}

function linesIn(path: string): Line[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text): Line => JSON.parse(text));
}

/** The digest of the tested code. */
function buildDigest(): string {
  const folder = fileURLToPath(new URL('../../dist/reference', import.meta.url));
  const digest = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  for (const name of names.toSorted()) digest.update(readFileSync(join(folder, name)));
  return digest.digest('hex').slice(0, 16);
}
