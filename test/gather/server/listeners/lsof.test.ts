import { expect, test } from 'vitest';
import { parseLsof } from '../../../../src/gather/server/listeners/lsof.ts';

/** `lsof -nP -iTCP:8000 -sTCP:LISTEN -Fpctn` on macOS. The f lines, the descriptors, are printed unasked. */
const recorded = `p4242
cPython
f4
tIPv4
n127.0.0.1:8000
p4300
cnode
f21
tIPv6
n*:8000
f22
tIPv6
n[::1]:8000
`;

test('each address of each process is a listener, and the wildcard is that of its family', () =>
  expect(parseLsof(recorded)).toEqual([
    { address: '127.0.0.1', family: 4, port: 8000, pid: 4242, command: 'Python' },
    { address: '::', family: 6, port: 8000, pid: 4300, command: 'node' },
    { address: '::1', family: 6, port: 8000, pid: 4300, command: 'node' },
  ]));

test.each([
  ['nothing at all', ''],
  ['a name without a port', 'p1\ncx\ntIPv4\nnlocalhost\n'],
])('%s is no listener', (_what, text) => expect(parseLsof(text)).toEqual([]));
