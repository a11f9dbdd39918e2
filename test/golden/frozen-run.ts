import { readFileSync } from 'node:fs';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';

const FROZEN = new URL('../../reports/sample.run.json', import.meta.url);

/**
 * A run of a Django development server as it was measured: kept connections wait for delayed ACKs, refresh misses its
 * target for it, and rotation breaks under concurrency. Never rewritten by a test; every format draws this one.
 */
export const frozenRun: Run = runDocument.parse(JSON.parse(readFileSync(FROZEN, 'utf8')));
