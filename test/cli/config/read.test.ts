import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Config, readConfig, serverNamed } from '../../../src/cli/config/read.ts';
import { ToolError } from '../../../src/model/error.ts';
import { withFolder } from '../whyslow.ts';

const read = (text: string, name = 'whyslow.config.json'): Promise<Config> =>
  withFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return readConfig(path);
  });

/** The error about a configuration text, each line starting with the file name. */
async function complaint(text: string, name?: string): Promise<readonly string[]> {
  const error: unknown = await read(text, name).catch((thrown: unknown) => thrown);
  if (!(error instanceof ToolError)) throw new Error('it was taken');
  expect(error).toMatchObject({ code: 'bad-config', exitCode: 2 });
  return error.message.split('\n').map((line) => line.replace(/^\/\S*\//, ''));
}

const withSetting = (text: string): string =>
  `{\n  "servers": { "a": {\n    "url": "http://localhost:1",\n    ${text}\n  } }\n}\n`;

test.each([
  ['"request": 5', 'servers.a.request: is no setting; did you mean requests?'],
  ['"Requests": 5', 'servers.a.Requests: is no setting; did you mean requests?'],
  ['"failon": "high"', 'servers.a.failon: is no setting; did you mean failOn?'],
  ['"zzz": 5', 'servers.a.zzz: is no setting; known are url, user, passwordFile, '],
  [
    '"password": "geheim"',
    'servers.a.password: this file must not hold a secret: use passwordFile, passwordEnv or WHYSLOW_PASSWORD',
  ],
  [
    '"allowRemote": "evil.example"',
    'servers.a.allowRemote: only the command line can allow requests to another machine',
  ],
  ['"intrusive": true', 'servers.a.intrusive: only the command line can allow tokens that make a server read or fetch'],
  ['"requests": "5"', 'servers.a.requests: expected a whole number from 1 up, got "5"'],
  ['"requests": 0', 'servers.a.requests: expected a whole number from 1 up, got 0'],
  ['"requests": 1.5', 'servers.a.requests: expected a whole number from 1 up, got 1.5'],
  ['"duration": 10', 'servers.a.duration: expected a duration like 10s, 500ms or 2m, got 10'],
  ['"duration": "10 days"', 'servers.a.duration: expected a duration like 10s, 500ms or 2m, got "10 days"'],
  ['"longestGrace": "2m"', 'servers.a.longestGrace: expected a duration from 0s to 60s, got "2m"'],
  ['"suites": "api"', 'servers.a.suites: expected a list of refresh, api, login and your flows, got "api"'],
  ['"suites": []', 'servers.a.suites: expected at least one of refresh, api, login and your flows, got an empty list'],
  ['"suites": ["signup"]', 'servers.a.suites[0]: expected one of refresh, api, login, got "signup"'],
  ['"rate": "fast"', 'servers.a.rate: expected a rate like 100 or "100/s", got "fast"'],
  ['"untilSure": "yes"', 'servers.a.untilSure: expected true or false, got "yes"'],
  ['"api": "me"', 'servers.a.api: expected a path that starts with a slash, like /api/me/, got "me"'],
  ['"user": null', 'servers.a.user: expected the name of an account, got nothing'],
  ['"user": {"name": "x"}', 'servers.a.user: expected the name of an account, got an object'],
  ['"preset": "django"', 'servers.a.preset: expected one of simplejwt, '],
  ['"targets": [5]', 'servers.a.targets[0]: expected a threshold like "refresh p95 < 30ms", got 5'],
])('%s is refused with its line, its key, the expected and the given value', async (setting, words) => {
  const [line = ''] = await complaint(withSetting(setting));
  expect(line).toMatch(/^whyslow\.config\.json:4: /);
  expect(line).toContain(words);
  expect(line).not.toContain('geheim');
});

test.each([
  ['{"servers": {"a": {"url": "http://localhost:1", "passwordEnv": geheim}}}', 'whyslow.config.json'],
  ['{"servers": {"a": {"url": "http://localhost:1"}}, // geheim\n}', 'whyslow.config.json'],
  ['servers:\n  a:\n    url: http://localhost:1\n    password: *geheim\n', 'c.yaml'],
  ['servers:\n  a:\n    url: http://localhost:1\n    password: !geheim x\n', 'c.yaml'],
  ['servers:\n  a:\n    url: http://localhost:1\n    password: "geheim\n', 'c.yaml'],
  ['servers:\n  a:\n    url: http://localhost:1\n    password: [geheim: x: y]\n', 'c.yaml'],
  [withSetting('"passwordEnv": ["geheim"]'), 'whyslow.config.json'],
  [withSetting('"passwordFile": {"geheim": 1}'), 'whyslow.config.json'],
  [withSetting('"apiKey": "geheim"'), 'whyslow.config.json'],
  ['servers:\n  a: {url: "http://ada:geheim@localhost:1"}\n', 'c.yaml'],
  ['servers:\n  a: {url: "http://localhost:99999/?token=geheim#geheim"}\n', 'c.yaml'],
  ['servers:\n  a: {url: "ada:geheim@localhost"}\n', 'c.yaml'],
  ['servers: "http://ada:geheim@localhost"\n', 'c.yaml'],
])('%j is refused without its secret', async (text, name) =>
  expect((await complaint(text, name)).join('\n')).not.toContain('geheim'),
);

test('a number given as passwordEnv is not shown, since it may be the password', async () =>
  expect((await complaint(withSetting('"passwordEnv": 20250131')))[0]).toMatch(
    /expected the name of an environment variable, got a number$/,
  ));

test('a threshold that cannot be parsed is shown with the position of the mistake', async () => {
  const lines = await complaint(withSetting('"targets": ["refresh p42 < 30ms"]'));
  expect(lines[1]).toBe('  refresh p42 < 30ms');
  expect(lines[2]).toMatch(/^ {10}\^ expected a statistic/);
});

test('all mistakes are reported at once, in the order of the file', async () => {
  const lines = await complaint(
    '{\n"request": 1,\n"servers": {\n"a": {"url": "ftp://x"},\n"b c": {"url": "http://x"},\n"d": {}\n}}',
  );
  expect(lines.map((line) => line.replace(/^whyslow\.config\.json:/, ''))).toEqual([
    '2: request: is no setting; did you mean requests?',
    '4: servers.a.url: "ftp://x" has the scheme ftp; whyslow speaks http and https. Try http://localhost:8000',
    '5: servers.b c: expected a name of letters, digits, ".", "_" and "-"',
    '6: servers.d.url: expected a URL like http://localhost:8000, got nothing',
  ]);
});

test.each([
  ['{"servers": {', 'whyslow.config.json', /^whyslow\.config\.json:1:14: /],
  ["{'servers': {}}", 'whyslow.config.json', /^whyslow\.config\.json is not JSON: .* YAML needs a \.yaml file\.$/],
  ['servers:\n  a: {url: "x\n', 'c.yaml', /^c\.yaml:3:1: /],
  ['servers:\n  a: {url: http://x}\n  a: {url: http://y}\n', 'c.yaml', /^c\.yaml:3:3: .*unique/],
  ['', 'c.yaml', /^c\.yaml:1: expected an object with servers, got nothing$/],
  ['[1]', 'c.yaml', /^c\.yaml:1: expected an object with servers, got a list$/],
  [
    '{"servers": {}}',
    'whyslow.config.json',
    /^whyslow\.config\.json:1: servers: expected at least one server, got an object$/,
  ],
])('the text %j is refused', async (text, name, line) => {
  expect((await complaint(text, name))[0]).toMatch(line);
});

test('a file of nested aliases that expands too far is refused', async () => {
  const letters = 'abcdefghij'.split('');
  const levels = letters.slice(1).map(
    (letter, index) =>
      `${letter}: &${letter} [${Array(9)
        .fill(`*${letters[index] ?? ''}`)
        .join(', ')}]`,
  );
  const lines = await complaint(`a: &a [x]\n${levels.join('\n')}\n`, 'c.yaml');
  expect(lines[0]).toContain('alias');
});

test('JSON and YAML are read alike, and settings of a server override the common ones', async () => {
  const yaml =
    'user: all\nrequests: 50\nservers:\n  a:\n    url: http://localhost:1\n    user: own\n    rate: 10/s\n    wait: 2s\n';
  const json =
    '{"user": "all", "requests": 50, "servers": {"a": {"url": "http://localhost:1", "user": "own", "rate": 10, "wait": "2s"}}}';
  for (const config of [await read(yaml, 'c.yaml'), await read(json)]) {
    expect(config.servers.map(({ name, url }) => [name, url])).toEqual([['a', 'http://localhost:1']]);
    expect(config.servers[0]?.settings.choices).toMatchObject({ user: 'own', requests: 50, rate: 10, waitMs: 2_000 });
  }
});

test('a duration of one server removes the common number of requests', async () => {
  const { servers } = await read('requests: 50\nservers: {a: {url: http://localhost:1, duration: 1s}}', 'c.yml');
  expect(servers[0]?.settings.choices).toMatchObject({ durationMs: 1_000 });
  expect(servers[0]?.settings.choices.requests).toBe(undefined);
});

test('paths are relative to the folder of the file', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'c.yaml');
    await writeFile(path, 'passwordFile: secret.txt\nout: reports/ci\n');
    expect((await readConfig(path)).common).toMatchObject({
      password: { from: 'file', path: join(folder, 'secret.txt') },
      out: join(folder, 'reports/ci'),
    });
  }));

test('an unknown server is reported with the nearest name or with all names', async () => {
  const config = await read(
    'servers: {django: {url: http://localhost:1}, express: {url: http://localhost:2}}',
    'c.yaml',
  );
  expect(serverNamed('django', config).url).toBe('http://localhost:1');
  expect(() => serverNamed('djnago', config)).toThrow('Did you mean django?');
  expect(() => serverNamed('rails', config)).toThrow('Servers: django, express.');
});
