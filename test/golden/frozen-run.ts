import { readFileSync } from 'node:fs';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';

const frozen = (file: string): Run =>
  runDocument.parse(JSON.parse(readFileSync(new URL(`../../reports/${file}`, import.meta.url), 'utf8')));

/**
 * A measured run of a Django development server: kept connections wait for delayed ACKs, refresh therefore misses its
 * threshold, and rotation breaks under concurrency. No test rewrites it, and every format renders it.
 */
export const frozenRun = frozen('sample.run.json');

/** The diagnosis of the demo: `::1` refuses only after two seconds. */
export const frozenStory = frozen('sample-story.run.json');
