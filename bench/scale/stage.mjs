// What a part has started, and how it is ended in reverse order.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function openStage() {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-bench-'));
  const undo = [];
  return {
    folder,
    later: (step) => void undo.push(step),
    async close() {
      for (const step of undo.splice(0).toReversed()) await step();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
