import { afterEach, expect, test, vi } from 'vitest';
import { lab } from '../../src/cli/lab.ts';
import { faults } from '../../src/lab/index.ts';

const COLOURLESS = { color: false } as const;

function listening(): () => string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () => write.mock.calls.map(([text]) => String(text)).join('');
}

afterEach(() => vi.restoreAllMocks());

test('without a fault it lists all of them, with what they provoke', async () => {
  const said = listening();
  expect(await lab(undefined, COLOURLESS)).toBe(0);
  for (const { id, title, provokes } of faults) {
    const found = provokes.join(', ') || 'healthy';
    const last = found === id ? '' : `\n +→ ${found}`;
    expect(said().replaceAll(/\n {5,}/g, ' ')).toMatch(new RegExp(`^${id}\n +${title}${last}$`, 'm'));
  }
});

test('--json lists them for programs', async () => {
  const said = listening();
  await lab(undefined, { ...COLOURLESS, json: true });
  const listed: unknown = JSON.parse(said());
  expect(listed).toHaveLength(faults.length);
  expect(listed).toContainEqual(expect.objectContaining({ id: 'none', provokes: [] }));
});

test('an unknown fault is refused with the nearest name', async () => {
  await expect(lab('late-refused-frist-adress', COLOURLESS)).rejects.toMatchObject({
    code: 'unknown-fault',
    exitCode: 2,
    message:
      'Unknown fault "late-refused-frist-adress". Did you mean late-refused-first-address? whyslow lab lists them.',
  });
});
