import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { auditLogFile } from '../../../../src/gather/auth/audit-log/file.ts';
import { ToolError } from '../../../../src/model/error.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyslow-audit-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test.each<[string, (path: string) => void, readonly string[]]>([
  ['appended', (path) => appendFileSync(path, 'b\r\nc\n'), ['b', 'c']],
  ['appended without a line end', (path) => appendFileSync(path, 'b'), ['b']],
  ['not there', () => {}, []],
  ['in a file that took its place', (path) => (renameSync(path, `${path}.1`), writeFileSync(path, 'b\n')), ['b']],
  ['in the file after it was emptied', (path) => writeFileSync(path, 'b\n'), ['b']],
  ['gone with the file', (path) => rmSync(path), []],
])('lines that are %s are read', async (what, act, expected) => {
  const path = fileWith(what, 'an older line\n');
  const log = await auditLogFile(path).open();
  act(path);
  expect(await log.lines()).toEqual(expected);
});

test.each([
  ['has', 16_777_216, true],
  ['has not', 16_777_217, false],
])('a log %s all its lines when %d bytes were appended', async (_what, bytes, isWhole) => {
  const path = fileWith('huge', '');
  const log = await auditLogFile(path).open();
  truncateSync(path, bytes);
  await log.lines();
  expect(log.isWhole()).toBe(isWhole);
});

test.each([
  ['is missing', join(folder, 'missing.log'), 'ENOENT'],
  ['is a folder', folder, 'it is no regular file'],
])('a path that %s is refused with the next step', (_what, path, because) => {
  expect(() => auditLogFile(path)).toThrow(ToolError);
  expect(() => auditLogFile(path)).toThrow(because);
  expect(() => auditLogFile(path)).toThrow('Name the file that the server appends its audit entries to.');
});
