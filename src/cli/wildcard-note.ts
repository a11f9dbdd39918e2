import { stderr } from 'node:process';
import { wildcardIn } from '../gather/target.ts';

/** Says that a wildcard address was replaced: what is measured then has another name than what was typed. */
export function noteWildcard(text: string | undefined, quiet: boolean): void {
  const wildcard = text === undefined ? null : wildcardIn(text);
  if (wildcard === null || quiet) return;
  stderr.write(`whyslow: ${wildcard} means every address of this machine, for a server; localhost is tried instead.\n`);
}
