import { expect, test } from 'vitest';
import { importCurl, importHttpFile } from '../../../src/flows/import/index.ts';

const LENGTH = 100_000;
/** A pattern that looks at each sign once takes some 0.1 s; one that begins again at each sign takes more than 10 s. */
const LONGEST_MS = 5_000;

const signs = [
  ' ',
  '\n',
  '"',
  '\\"',
  "\\'",
  '{',
  '{{',
  '}}',
  '&',
  'a=',
  'a:',
  '/',
  '$',
  '^',
  '`',
  '[',
  '_',
  '%',
  ' HTTP/1.1',
];

const quoted = (text: string): string => `'${text.replaceAll("'", '')}'`;

const places: Readonly<Record<string, (text: string) => void>> = {
  'behind a curl command': (text) => importCurl(`curl localhost ${text}`, { hasAccount: false }),
  'in a URL': (text) => importCurl(`curl ${quoted(`localhost/${text}`)}`, { hasAccount: false }),
  'in a header': (text) => importCurl(`curl localhost -H ${quoted(`a: ${text}`)}`, { hasAccount: false }),
  'in JSON': (text) =>
    importCurl(`curl localhost --json ${quoted(JSON.stringify({ a: text }))}`, { hasAccount: false }),
  'in a form': (text) => importCurl(`curl localhost -d ${quoted(text)}`, { hasAccount: false }),
  'behind a command of cmd': (text) => importCurl(`curl ^"localhost^" ${text}`, { hasAccount: false }),
  'behind a command of PowerShell': (text) => importCurl(`curl.exe localhost ${text}`, { hasAccount: false }),
  'in a request line': (text) =>
    importHttpFile(`GET localhost/${text}`, { hasAccount: false, includeWrites: true, env: {} }),
  'in a script': (text) =>
    importHttpFile(`GET localhost\n> {% client.global.set("a", ${text} %}`, {
      hasAccount: false,
      includeWrites: true,
      env: {},
    }),
};

test.each(Object.entries(places))('a long text %s is read in linear time', (_where, read) => {
  const slow = signs.filter((sign) => {
    const startMs = performance.now();
    try {
      read(sign.repeat(LENGTH / sign.length));
    } catch {
      // Whether such a text is valid does not matter here.
    }
    return performance.now() - startMs > LONGEST_MS;
  });
  expect(slow).toEqual([]);
});
