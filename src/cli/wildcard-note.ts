import { stderr } from 'node:process';
import { wildcardIn } from '../gather/target.ts';

/** Reports that a wildcard address was replaced by localhost, because the result names localhost. */
export function noteWildcard(text: string | undefined, quiet: boolean): void {
  const wildcard = text === undefined ? null : wildcardIn(text);
  if (wildcard === null || quiet) return;
  stderr.write(
    `whyslow: ${wildcard} is a listen address for all addresses of this machine; localhost is measured instead.\n`,
  );
}
