import { expect, test } from 'vitest';
import { limited, missing, works } from '../../../src/cli/doctor/contract.ts';
import { examine } from '../../../src/cli/doctor/index.ts';
import { kernelCounters, processWaits } from '../../../src/cli/doctor/processes.ts';
import { output, variables } from '../../../src/cli/doctor/terminal.ts';
import { doctorText } from '../../../src/cli/doctor/text.ts';
import { version } from '../../../src/version.ts';

test('this machine is examined: each part has an id of its own, and each that does not work has a next step', async () => {
  const { versions, parts } = await examine();
  expect(versions).toMatchObject({ whyslow: version, node: process.versions.node, platform: process.platform });
  expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
  expect(parts.map(({ id }) => id)).toEqual(expect.arrayContaining(['localhost', 'listening ports', 'package libsql']));
  expect(parts.filter(({ state, next }) => (state === 'works') !== (next === null))).toEqual([]);
});

test('names of variables are shown, and never their values', () => {
  const { found } = variables({
    HTTP_PROXY: 'http://me:hunter2@proxy',
    WHYSLOW_PASSWORD: 'hunter3',
    HOME: '/home/x',
    CI: '',
  });
  expect(found).toBe('HTTP_PROXY, WHYSLOW_PASSWORD (values not shown)');
});

const terminal = { isTTY: true, columns: 100 };

test.each([
  ['a terminal', terminal, terminal, { TERM: 'xterm' }, 'a terminal, 100 columns, colours, Unicode, with questions'],
  [
    'CI',
    terminal,
    terminal,
    { TERM: 'xterm', CI: 'true' },
    'a terminal, 100 columns, colours, Unicode, without questions',
  ],
  [
    'input from a pipe',
    {},
    terminal,
    { NO_COLOR: '1' },
    'a terminal, 100 columns, no colours, Unicode, without questions',
  ],
  ['a pipe', {}, {}, { LC_ALL: 'C' }, 'a pipe or file, 80 columns, no colours, ASCII, without questions'],
])('%s is described', (_what, stdin, stdout, environment, found) =>
  expect(output(stdin, stdout, environment).found).toBe(found),
);

test.each([
  ['darwin', 'limited'],
  ['win32', 'limited'],
])('on %s the files of Linux are %s', async (platform, state) => {
  expect(await processWaits(platform)).toMatchObject({ state, next: expect.stringContaining('Linux') });
  expect(await kernelCounters(platform)).toMatchObject({ state, next: expect.stringContaining('Linux') });
});

const versions = { whyslow: '1.2.3', node: '20.19.0', platform: 'linux', architecture: 'x64', kernel: '6.1' };

test('the text has a line for each part, its next step, and an answer at the end', () => {
  const parts = [
    works('localhost', 'resolves to 127.0.0.1 and ::1'),
    limited(
      'listening ports',
      '3 listeners; the programs of 1 are not visible',
      'start whyslow as the user of the server.',
    ),
    missing('package libsql', 'not installed', 'npm install libsql'),
  ];
  expect(doctorText({ versions, parts }, { width: 60, unicode: true }))
    .toBe(`whyslow 1.2.3, Node 20.19.0, linux x64, kernel 6.1

✔ localhost        resolves to 127.0.0.1 and ::1
– listening ports  3 listeners; the programs of 1 are not
                   visible
                   Next: start whyslow as the user of the
                   server.
✖ package libsql   not installed
                   Next: npm install libsql

  1 of 3 parts work here; a diagnosis works without the
  others.
  Next: whyslow 8000
`);
});

test('where Unicode is not drawn the marks are ASCII, and where all works the text says so', () =>
  expect(doctorText({ versions, parts: [works('localhost', 'both')] }, { width: 80, unicode: false })).toBe(
    'whyslow 1.2.3, Node 20.19.0, linux x64, kernel 6.1\n\n+ localhost  both\n\n  All 1 parts work here. Next: whyslow 8000\n',
  ));
