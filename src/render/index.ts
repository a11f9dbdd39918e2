import type { Format } from './contract.ts';
import { json } from './json.ts';
import { markdown } from './markdown/index.ts';
import { terminal } from './terminal/index.ts';

export const formats: readonly Format[] = [terminal, markdown, json];

/** What every run leaves in its folder. */
export const savedFormats: readonly Format[] = [markdown, json];
