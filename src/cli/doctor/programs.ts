import { createRequire } from 'node:module';
import { labIsPossible } from '../../lab/possibility.ts';
import { optionalPackages } from '../../model/missing-package.ts';
import { findProgram } from '../../system/programs.ts';
import { type Examined, limited, missing, works } from './contract.ts';

/** Programs that `whyslow clients --real` starts. */
const CLIENT_PROGRAMS = ['curl', 'wget', 'python3', 'go', 'java', 'php', 'ruby', 'perl', 'deno', 'bun'];

export function clientPrograms(): Examined {
  const found = CLIENT_PROGRAMS.filter((name) => findProgram(name) !== null);
  if (found.length > 0) return works('real clients', ['node', ...found].join(', '));
  return limited('real clients', 'node only', 'install the clients that your users have, such as curl or python3.');
}

/** Whether faults can be created, as `whyslow lab` and `whyslow demo` do. */
export function lab(): Examined {
  const possibility = labIsPossible();
  if (possibility.possible) return works('lab and demo', 'private namespaces and nftables work');
  const [because = '', ...next] = possibility.because.split(/\. (?=[A-Za-z-])/);
  return limited('lab and demo', because, `${next.join('. ') || 'use a Linux machine'}.`);
}

const require = createRequire(import.meta.url);

/** Loads each of them, because an installed package may lack the binary for this system. */
export const packages = (): readonly Examined[] =>
  Object.entries(optionalPackages).map(([name, need]) => {
    const id = `package ${name}`;
    try {
      require(name);
      return works(id, 'installed');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const found = code === 'MODULE_NOT_FOUND' ? 'not installed' : `cannot be loaded (${code})`;
      return missing(id, `${found}; ${need}`, `npm install ${name}`);
    }
  });
