import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { CausedEvent } from '../../../../src/gather/auth/audit-log/contract.ts';
import { marksOf } from '../../../../src/gather/auth/audit-log/entries.ts';
import { joinedLines } from '../../../../src/gather/auth/audit-log/joined-lines.ts';

const AT_MS = Date.UTC(2026, 10, 30, 13, 17, 28);
const AT = '2026-11-30T13:17:28.200Z';
const LATER = '2026-11-30T13:17:30.200Z';
const joined = (text: string): readonly string[] => joinedLines(text.split('\n'), AT_MS);

const event = { at: AT, event: 'login', user: { id: 7, name: 'ada', roles: ['nurse', { of: 'ward' }] } };
const other = { ...event, at: LATER };

test.each<[string, readonly string[]]>([
  ['JSON on one line', [JSON.stringify(event), JSON.stringify(other)]],
  ['JSON over several lines', [JSON.stringify(event, null, 2), JSON.stringify(other, null, 2)]],
  ['JSON with tabs', [JSON.stringify(event, null, '\t'), JSON.stringify(other, null, '\t')]],
  [
    'JSON after a text',
    [`INFO audit: ${JSON.stringify(event, null, 4)}`, `INFO audit: ${JSON.stringify(other, null, 4)}`],
  ],
  ['json.dumps(indent=0)', [`{\n"at": "${AT}",\n"user": {\n"id": 7\n}\n}`, `{\n"at": "${LATER}"\n}`]],
  [
    'util.inspect',
    [
      `login ${inspect({ ...event, at: new Date(AT) }, { breakLength: 20 })}`,
      `login ${inspect({ ...other, at: new Date(LATER) }, { breakLength: 20 })}`,
    ],
  ],
  [
    "Python's pprint",
    [`{'at': '${AT}',\n 'user': {'id': 7,\n          'name': 'ada'}}`, `{'at': '${LATER}',\n 'user': None}`],
  ],
  ["PHP's var_export", [`array (\n  'at' => '${AT}',\n  'user' => 'ada',\n)`, `array (\n  'at' => '${LATER}',\n)`]],
  ['logfmt', [`ts=${AT} level=info event=login user=ada`, `ts=${LATER} level=info event=logout user=ada`]],
  ['text', [`${AT} login ada`, `${LATER} logout ada`]],
  ['text without a time', ['login ada id-1', 'logout ada id-2']],
  ['padded levels', [` INFO ${AT} login ada`, ` WARN ${LATER} refused ada`, `ERROR ${LATER} failed`]],
  ['padded levels with colons', [` INFO: ${AT} login ada`, ` WARN: ${LATER} refused ada`]],
  ['indented text', [`  ${AT} login ada`, `  ${LATER} logout ada`]],
  ['objects that were cut', [`{\n  "at": "${AT}",`, JSON.stringify(other, null, 2)]],
  ['names of errors with times', [`AuthError ${AT} ada`, `AuthError ${LATER} ada`]],
  [
    "Python's traces",
    [
      `${AT} ERROR login of ada failed\nTraceback (most recent call last):\n  File "/app/views.py", line 3, in post\n    check(user)\nKeyError: 'ada'\n\nDuring handling of the above exception, another exception occurred:\nTraceback (most recent call last):\n  File "x.py", line 1\nrest_framework.exceptions.ValidationError: no`.replace(
        '\n\n',
        '\n',
      ),
      `${LATER} INFO next`,
    ],
  ],
  [
    "Node's traces",
    [`${AT} failed\nTypeError: no user\n    at login (/app/a.js:1:2)\n    at x {\n  code: 5\n}`, `${LATER} next`],
  ],
  [
    "Java's traces",
    [
      `${AT} ERROR failed\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: x\n\t... 9 more`,
      `${LATER} next`,
    ],
  ],
  [
    "PHP's traces",
    [
      `[${AT}] local.ERROR: failed {"exception":"\n[stacktrace]\n#0 /app/a.php(1): b()\n#1 {main}\n"}`,
      `[${LATER}] local.INFO: next`,
    ],
  ],
])('entries of %s are told apart', (_what, entries) => expect(joined(entries.join('\n'))).toEqual(entries));

const caused = (name: CausedEvent['event'], fromMs: number): CausedEvent => ({
  event: name,
  requestId: `id-of-${name}`,
  fromMs: AT_MS + fromMs,
  toMs: AT_MS + fromMs + 30,
  status: 200,
  shown: undefined,
});
const events = [caused('sign-in', 180), caused('sign-out', 2_180)];
const marks = (text: string) => marksOf(joined(text), events, ['ada', '7']);

test.each([
  [
    'account and time on lines of their own',
    [event, other].map((each) => JSON.stringify(each, null, 2)),
    'account-and-time',
  ],
  ['an id on a line of its own', events.map(({ requestId }) => JSON.stringify({ requestId }, null, 2)), 'request-id'],
  ['logfmt', [AT, LATER].map((at) => `time="${at}" msg="signed" user_id=7`), 'account-and-time'],
])('an entry with %s is that of its event', (_what, entries, mark) =>
  expect(marks(entries.join('\n'))).toEqual([mark, mark]),
);

test('an entry with two times that names the account twice is that of one event', () =>
  expect(marks(JSON.stringify({ at: AT, user: 'ada', until: LATER, owner: 'ada' }, null, 2))).toEqual([
    'account-and-time',
    null,
  ]));

test.each([
  ['indented lines', '  x\n'.repeat(300_000), 600],
  ['one line', 'user-'.repeat(600_000), 1],
  ['open objects', '{\n'.repeat(300_000), 300_001],
  ['fields', ` "a": "${'x'.repeat(70_000)}"\n`.repeat(40), 41],
  ['times', `${AT} `.repeat(100_000), 1],
])('a log of nothing but %s has entries to a bound', (_what, text, least) => {
  const entries = joined(text);
  expect(entries.length).toBeGreaterThanOrEqual(least);
  expect(entries.filter((entry) => entry.split('\n').length > 500)).toEqual([]);
  expect(marksOf(entries, events, ['7'])).toEqual([null, null]);
});
