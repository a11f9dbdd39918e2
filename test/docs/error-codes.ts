import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(SRC, path), 'utf8'));

const all = (pattern: RegExp): readonly string[] =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map(([, match = '']) => match));

/** Codes that a `new ToolError('code', …)` or a `@throws` tag names. */
export const namedCodes: ReadonlySet<string> = new Set([
  ...all(/new ToolError\(\s*'([a-z-]+)'/g),
  ...all(/@throws ToolError(.*)/g).flatMap((tag) => tag.match(/(?<=`)[a-z]+(?:-[a-z]+)+(?=`)/g) ?? []),
]);

/** How many `new ToolError(…)` take their code from a variable. */
export const computedCodes = all(/new ToolError\(\s*([^'\s])/g).length;

export const isQuotedInSource = (code: string): boolean => sources.some((source) => source.includes(`'${code}'`));
