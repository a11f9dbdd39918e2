import { expect, test } from 'vitest';
import { timesIn } from '../../../../src/gather/auth/audit-log/line-times.ts';

const AT_MS = Date.UTC(2026, 10, 30, 13, 17, 28);
const NOW_MS = AT_MS + 5_000;
const second = { fromMs: AT_MS, toMs: AT_MS + 1_000 };
const at = (ms: number) => ({ fromMs: AT_MS + ms, toMs: AT_MS + ms + 1 });

test.each([
  ['ISO 8601 in UTC', '2026-11-30T13:17:28Z login', second],
  ['ISO 8601 with a fraction', '{"at":"2026-11-30T13:17:28.250Z"}', at(250)],
  ['ISO 8601 with microseconds and a zone', '2026-11-30T14:17:28.250999+01:00 login', at(250)],
  ['the logging module of Python in UTC', '2026-11-30 13:17:28,250 INFO login', at(250)],
  ['slashes', '2026/11/30 13:17:28 UTC login', second],
  ['the common log format', '127.0.0.1 - ada [30/Nov/2026:08:17:28 -0500] "POST /login"', second],
  ['runserver of Django', '[30/Nov/2026 13:17:28] "POST /login"', second],
  ['syslog', 'Nov 30 13:17:28 host app[4]: login', second],
  ['seconds since the epoch', `type=USER_LOGIN msg=audit(${AT_MS / 1_000}.250:71)`, at(250)],
  ['milliseconds since the epoch', `{"time":${AT_MS + 250}}`, at(250)],
])('a time is read from %s', (_format, line, expected) => expect(timesIn(line, NOW_MS)).toContainEqual(expected));

test.each([
  ['no time', 'ada signed in'],
  ['a phone number', 'call 15551234567890'],
  ['no month', '30/Foo/2026:13:17:28 +0000'],
])('a line with %s states none', (_what, line) => expect(timesIn(line, NOW_MS)).toEqual([]));
