import { readFileSync } from 'node:fs';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';

const frozen = (file: string): Run =>
  runDocument.parse(JSON.parse(readFileSync(new URL(`../../reports/${file}`, import.meta.url), 'utf8')));

/**
 * A run of a Django development server as it was measured: kept connections wait for delayed ACKs, refresh misses its
 * target for it, and rotation breaks under concurrency. Never rewritten by a test; every format draws this one.
 */
export const frozenRun = frozen('sample.run.json');

/** The diagnosis that the demo makes: `::1` refuses only after two seconds. */
export const frozenStory = frozen('sample-story.run.json');
