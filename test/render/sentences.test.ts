import { expect, test } from 'vitest';
import { headAndRest } from '../../src/render/sentences.ts';

test.each([
  ['a cause behind a colon', 'localhost costs 2.04 s: ::1 comes first.', 'localhost costs 2.04 s', '::1 comes first.'],
  [
    'two sentences',
    'It waits 43 ms. On a new connection it does not.',
    'It waits 43 ms',
    'On a new connection it does not.',
  ],
  ['a known first word gets a capital', 'It waits: the server does.', 'It waits', 'The server does.'],
  ['a name does not', 'It waits: nginx does.', 'It waits', 'nginx does.'],
  ['one sentence', 'each refresh takes 10.5 ms', 'each refresh takes 10.5 ms', ''],
  ['a URL has no colon of that kind', 'http://[::1]:80/ is silent', 'http://[::1]:80/ is silent', ''],
  ['a first part that is too long for a head', `${'long '.repeat(30)}: rest`, `${'long '.repeat(30)}: rest`, ''],
])('%s', (_what, summary, head, rest) => expect(headAndRest(summary)).toEqual({ head, rest }));
