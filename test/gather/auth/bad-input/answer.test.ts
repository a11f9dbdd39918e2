import { expect, test } from 'vitest';
import { leaksIn } from '../../../../src/gather/auth/bad-input/answer.ts';

test.each([
  [
    'Python',
    'Traceback (most recent call last):\n  File "/srv/app/views.py", line 12, in post',
    ['stack trace', 'file path'],
  ],
  ['Node', '{"stack":"TypeError: x\\n    at login (/srv/app/login.js:12:34)"}', ['stack trace', 'file path']],
  [
    'a page of HTML',
    '<pre>SyntaxError<br> &nbsp; &nbsp;at parse (/work/app/node_modules/b/json.js:77:19)</pre>',
    ['stack trace', 'file path'],
  ],
  ['Java', 'java.lang.NullPointerException\n\tat com.example.Login.post(Login.java:42)', ['stack trace']],
  ['PHP', '#0 /var/www/login.php(12): check()', ['stack trace', 'file path']],
  ['Windows', 'in C:\\inetpub\\site\\login.cs', ['file path']],
  ['a query', '{"detail":"SELECT id FROM users WHERE name = $1"}', ['SQL']],
  ['a database', 'no such column: hash', ['SQL']],
  [
    'a debug page',
    "You're seeing this error because you have <code>DEBUG = True</code> in your settings",
    ['debug page'],
  ],
])('the leak of %s is seen', (_of, body, leaks) => expect(leaksIn(body)).toEqual(leaks));

test.each([
  ['a refusal', '{"detail":"No active account found with the given credentials"}'],
  ['a field error', '{"username":["This field may not be null."]}'],
  ['a URL', '{"type":"https://example.org/problems/bad-request","instance":"/api/token/"}'],
  ['a JSON error', '{"detail":"JSON parse error - Expecting value: line 1 column 6 (char 5)"}'],
  ['a page that asks for the debug mode', '<p>More information is available with DEBUG=True.</p>'],
  ['words of SQL in a sentence', 'Please select a name from the list.'],
])('%s is no leak', (_what, body) => expect(leaksIn(body)).toEqual([]));
