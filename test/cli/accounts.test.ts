import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountsIn } from '../../src/cli/accounts.ts';
import { withFolder } from './whyslow.ts';

const read = (text: string) =>
  withFolder(async (folder) => {
    const path = join(folder, 'accounts.txt');
    await writeFile(path, text);
    return accountsIn(path);
  });

test('each line is an account; a password may contain colons, and empty lines are skipped', async () =>
  expect(await read('ada:one\r\n\nbob@example.org:t:w o\n')).toEqual([
    { username: 'ada', password: 'one' },
    { username: 'bob@example.org', password: 't:w o' },
  ]));

test.each([
  ['', 'is empty. Expected a line NAME:PASSWORD'],
  ['ada:one\ngeheim\n', 'accounts.txt:2: expected NAME:PASSWORD'],
  [':geheim\n', 'accounts.txt:1: expected NAME:PASSWORD'],
  ['geheim:\n', 'accounts.txt:1: expected NAME:PASSWORD'],
])('%j is refused, and no line is repeated', async (text, words) => {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bad-accounts-file', message: expect.stringContaining(words) });
  expect(String(error)).not.toContain('geheim');
});

test('a missing file is an error with its path', async () =>
  expect(accountsIn('/no/such/file')).rejects.toMatchObject({
    message: 'The accounts file /no/such/file cannot be read (ENOENT). Name another file with --accounts-file FILE.',
  }));
