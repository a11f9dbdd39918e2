import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.ts';

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));

/** As package.json has it, read at run time. */
export const version: string =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0.0.0';
