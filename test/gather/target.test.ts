import { expect, test } from 'vitest';
import { parseTarget } from '../../src/gather/target.ts';
import { ToolError } from '../../src/model/error.ts';

test.each([
  ['localhost:8000', { url: 'http://localhost:8000/', scheme: 'http', host: 'localhost', port: 8_000, path: '/' }],
  ['localhost', { url: 'http://localhost/', host: 'localhost', port: 80 }],
  ['http://localhost', { port: 80 }],
  ['https://localhost', { scheme: 'https', port: 443, url: 'https://localhost/' }],
  ['http://localhost:80', { port: 80 }],
  ['https://localhost:80', { scheme: 'https', port: 80, url: 'https://localhost:80/' }],
  ['HTTP://LocalHost:8000/', { url: 'http://localhost:8000/', host: 'localhost' }],
  ['127.0.0.1:8000', { host: '127.0.0.1', port: 8_000 }],
  ['http://[::1]:8000', { url: 'http://[::1]:8000/', host: '::1', port: 8_000 }],
  ['[::1]:8000', { host: '::1', port: 8_000 }],
  ['http://localhost:8000/api?x=1&y=2', { url: 'http://localhost:8000/api?x=***&y=***', path: '/api?x=1&y=2' }],
  ['http://localhost:8000/api#part', { url: 'http://localhost:8000/api', path: '/api' }],
  ['app.localhost:3000/login', { host: 'app.localhost', port: 3_000, path: '/login' }],
  ['http://localhost.:8000', { host: 'localhost.' }],
])('"%s" is read', (text, expected) => expect(parseTarget(text)).toMatchObject(expected));

test.each([
  ['', 'is not a URL'],
  ['http://', 'is not a URL'],
  ['http://localhost:99999', 'is not a URL'],
  ['http://[::1', 'is not a URL'],
  ['http://local host', 'is not a URL'],
  ['ftp://localhost', 'has the scheme ftp; whyslow speaks http and https'],
  ['ws://localhost:8000', 'has the scheme ws'],
  ['file:///etc/hosts', 'is not a URL'],
  ['http://ada@localhost', 'contains a name or password'],
  ['http://ada:pass-phrase@localhost', 'contains a name or password'],
  ['http://:pass-phrase@localhost', 'contains a name or password'],
])('"%s" is refused', (text, because) => {
  const error = mistakeIn(text);
  expect([error.code, error.exitCode]).toEqual(['bad-url', 2]);
  expect(error.message).toContain(because);
  expect(error.message).not.toContain('pass-phrase');
});

test.each([
  ['ftp://ada:pass-phrase@localhost'],
  ['http://ada:pass-phrase@'],
  ['http://ada:pass-phrase@localhost:99999'],
  ['ada:pass-phrase@localhost:99999'],
  ['http://localhost:99999/?token=pass-phrase'],
  ['http://localhost:99999/#pass-phrase'],
  ['ftp://localhost/?token=pass-phrase'],
])('the secret in "%s" is not repeated, though the URL is wrong for another reason', (text) =>
  expect(mistakeIn(text).message).not.toContain('pass-phrase'),
);

function mistakeIn(text: string): ToolError {
  try {
    parseTarget(text);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}
