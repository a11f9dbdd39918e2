import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../../src/render/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { whyslow } from './warm.ts';
import { whyslow as whyslowAlone, withFolder } from './whyslow.ts';

/** Keys that the first saved runs do not have. */
const laterFields = ['policy', 'comparison'] as const;

const saved = async (folder: string, run: unknown): Promise<string> => {
  const path = join(folder, 'run.json');
  await writeFile(path, JSON.stringify(run));
  return path;
};

test.each(formats.map(({ name }) => [name]))('a run saved by an earlier version is rendered as %s', (name) =>
  withFolder(async (folder) => {
    const old = Object.fromEntries(
      Object.entries(frozenRun).filter(([key]) => !laterFields.some((later) => later === key)),
    );
    const ended = await whyslow(['report', await saved(folder, old), '--format', name]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout.length).toBeGreaterThan(500);
  }),
);

test.each([
  [
    'a later schema',
    { ...frozenRun, schema: 'whyslow.run/99' },
    'is not a whyslow.run/2 file (its schema is "whyslow.run/99")',
  ],
  ['another file', { hello: 1 }, 'is not a whyslow.run/2 file'],
  ['a damaged one', { ...frozenRun, addresses: 7 }, 'is damaged:'],
])('%s is refused with one clear line, without a stack trace', (_what, run, words) =>
  withFolder(async (folder) => {
    const ended = await whyslow(['report', await saved(folder, run)]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(ended.stderr).not.toMatch(/\n +at /);
  }),
);

test('an unknown format is refused with the list of formats', async () => {
  const ended = await whyslowAlone(['report', 'run.json', '--format', 'pdf']);
  expect(ended.code).toBe(2);
  for (const { name } of formats) expect(ended.stderr).toContain(name);
});
