import { expect, test } from 'vitest';
import { importers } from '../../../src/flows/import/importers.ts';
import { importCurl, importHar, importHttpFile, importOpenApi } from '../../../src/flows/import/index.ts';
import { ToolError } from '../../../src/model/error.ts';

const options = { hasAccount: false, includeWrites: false };

/** An invalid text for each importer. */
const attempts: Readonly<Record<(typeof importers)[number]['name'], () => unknown>> = {
  curl: () => importCurl('', options),
  har: () => importHar('', { ...options, origin: null }),
  openapi: () => importOpenApi('', options),
  'http-file': () => importHttpFile('', { ...options, env: {} }),
};

test('the table lists each importer once', () =>
  expect(importers.map(({ name }) => name)).toEqual(Object.keys(attempts)));

function errorOf(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
}

test.each(importers.map(({ name, code }) => [name, code] as const))('%s throws %s', (name, code) => {
  const error = errorOf(attempts[name]);
  expect(error).toBeInstanceOf(ToolError);
  expect(error).toMatchObject({ code, exitCode: 2 });
});
