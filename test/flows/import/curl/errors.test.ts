import { expect, test } from 'vitest';
import { ToolError } from '../../../../src/model/error.ts';
import { importCurl } from '../../../../src/flows/import/index.ts';

function errorOf(text: string): ToolError {
  try {
    importCurl(text, { hasAccount: false });
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error(`no error: ${text}`);
}

test.each([
  ['nothing', '', 'does not begin with curl'],
  ['another program', 'wget http://localhost', 'does not begin with curl'],
  ['no URL', 'curl -s', 'has no URL'],
  ['an unknown option', 'curl --frobnicate localhost', 'has --frobnicate'],
  ['an unknown letter', 'curl -sK7 localhost', 'option -K'],
  ['an equals sign', 'curl --request=POST localhost', '--request POST'],
  ['a secret behind an equals sign', 'curl --pass=hunter2 localhost', 'has --pass,'],
  ['a value that is missing', 'curl localhost -H', 'option -H has no value'],
  ['an open single quote', "curl 'http://localhost", 'inside a quoted text'],
  ['an open double quote', 'curl "http://localhost', 'inside a quoted text'],
  ['an open ANSI-C quote', "curl $'http://localhost\\'", 'inside a quoted text'],
  ['several URLs', 'curl localhost/a localhost/b', '2 URLs'],
  ['a value without quotes', 'curl localhost -H Accept: */*', '2 URLs'],
  ['a glob', "curl 'localhost/[1-3]'", 'pattern of several URLs'],
  ['a set', "curl 'localhost/{a,b}'", 'pattern of several URLs'],
  ['--next', 'curl localhost --next localhost', 'begins a second request'],
  ['a second command', 'curl localhost/a ;\ncurl localhost/b', 'goes on behind the curl command'],
  ['a second command of cmd', 'curl ^"http://localhost/a^" &\ncurl ^"http://localhost/b^"', 'goes on behind'],
  ['a line without a backslash', "curl localhost\n-H 'a: b'", 'goes on behind the curl command'],
  ['an ampersand without quotes', 'curl localhost/?a=1&b=2', 'Put the URL in quotes'],
  ['data of a file', 'curl localhost -d @body.json', 'reads a file'],
  ['encoded data of a file', 'curl localhost --data-urlencode a@body.txt', 'reads a file'],
  ['a file of a form', 'curl localhost -F file=@a.png', 'reads a file'],
  ['a text file of a form', "curl localhost -F 'file=<a.txt'", 'reads a file'],
  ['a part without a name', 'curl localhost -F a', 'Expected name=content'],
  ['an upload', 'curl -T a.png localhost', '-T sends a file'],
  ['headers of a file', 'curl localhost -H @headers.txt', 'reads headers from a file'],
  ['a file of cookies', 'curl localhost -b cookies.txt', 'file of cookies'],
  ['options of a file', 'curl -K opts localhost', 'reads options from a file'],
  ['-d and -F', 'curl localhost -d a=1 -F b=2', '-d and -F contradict'],
  ['-I and -d', 'curl localhost -I -d a=1', '-I and -d contradict'],
  ['a user without a password', 'curl localhost -u ada', 'no password'],
  ['a user with a variable', 'curl localhost -u "ada:$PW"', 'contains a variable'],
  ['an unknown method', 'curl -X PURGE localhost', 'Expected one of GET'],
  ['a substitution', 'curl localhost -d "$(cat a)"', 'which the shell would replace'],
  ['a backtick', 'curl localhost -d `cat a`', 'which the shell would replace'],
  ['a host that is a variable', 'curl "http://$HOST/a"', 'cannot be read'],
  ['a variable of Postman', "curl '{{baseUrl}}/a'", 'cannot be read'],
  ['another scheme', 'curl ftp://localhost/a', 'cannot be read'],
  ['a number as the host', 'curl http://0x7f.1/', 'cannot be read'],
  ['a port that is none', 'curl localhost:99999', 'cannot be read'],
  ['a character that no header can have', "curl localhost -H $'X-A: \\u2603'", 'U+2603'],
  ['a line break in a header', "curl localhost -H $'X-A: 1\\nX-B: 2'", 'U+000A'],
  ['a name that no header can have', "curl localhost -H 'X A: 1'", 'a name that HTTP does not allow'],
  ['digest', 'curl --digest -u a:b localhost', '--digest makes a request'],
  ['help', 'curl --help', 'sends no request'],
])('%s is an error', (_what, text, message) => {
  const { code, message: actual, exitCode } = errorOf(text);
  expect({ code, exitCode, actual }).toEqual({
    code: 'bad-curl',
    exitCode: 2,
    actual: expect.stringContaining(message) as unknown,
  });
  expect(actual).not.toContain('hunter2');
});
