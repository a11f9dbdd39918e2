import type { Format } from './contract.ts';
import { github } from './github/index.ts';
import { json } from './json.ts';
import { junit } from './junit/index.ts';
import { markdown } from './markdown/index.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal/index.ts';

export const formats: readonly Format[] = [terminal, markdown, json, junit, sarif, github];

/** What every run leaves in its folder. */
export const savedFormats: readonly Format[] = [markdown, json];
