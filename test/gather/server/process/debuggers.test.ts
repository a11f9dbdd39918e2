import { expect, test } from 'vitest';
import { type DebuggerSigns, debuggersOf } from '../../../../src/gather/server/process/debuggers.ts';

const signs = (over: Partial<DebuggerSigns>): DebuggerSigns => ({
  words: ['node', 'server.js'],
  environment: [],
  listening: new Set(),
  connected: new Set([8_000]),
  tracer: null,
  ...over,
});

test.each([
  ['nothing', {}, []],
  [
    '--inspect',
    { words: ['node', '--inspect', 'server.js'], listening: new Set([9_229]) },
    [['node-inspector', 9_229]],
  ],
  [
    '--inspect with a port',
    { words: ['node', '--inspect=0.0.0.0:9230', 'server.js'], listening: new Set([9_230, 9_229]) },
    [['node-inspector', 9_230]],
  ],
  ['--inspect in NODE_OPTIONS', { environment: ['NODE_OPTIONS=--inspect=0'] }, [['node-inspector', null]]],
  ['an inspector that a signal opened', { listening: new Set([9_229]) }, [['node-inspector', 9_229]]],
  ['another program on that port', { words: ['python', 'server.py'], listening: new Set([9_229]) }, []],
  ['an option for child processes', { words: ['node', '--inspect-port=1', 'server.js'] }, []],
  [
    'python -m debugpy',
    { words: ['python', '-m', 'debugpy', '--listen', '5679', 'manage.py'], listening: new Set([5_679]) },
    [['debugpy', 5_679]],
  ],
  ['debugpy by its path', { words: ['python', '/opt/lib/debugpy/__main__.py', '-m', 'flask'] }, [['debugpy', null]]],
  ['pydevd', { words: ['python', '/opt/pycharm/plugins/pydevd.py', '--port', '1'] }, [['pydevd', null]]],
  [
    'Xdebug by an option',
    { words: ['php', '-dxdebug.mode=develop,debug', '-S', 'localhost:8000'] },
    [['xdebug', null]],
  ],
  ['Xdebug in the environment', { words: ['php', '-S', 'x'], environment: ['XDEBUG_MODE=debug'] }, [['xdebug', null]]],
  ['Xdebug that is off', { words: ['php', '-S', 'x'], environment: ['XDEBUG_MODE=off'] }, []],
  [
    'Java',
    {
      words: ['java', '-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5006', '-jar', 'a.jar'],
      listening: new Set([5_006]),
    },
    [['jdwp', 5_006]],
  ],
  ['a tracer', { tracer: 'strace' }, [['tracer', null]]],
] as const)('%s', (_what, over, expected) =>
  expect(debuggersOf(signs(over)).map(({ kind, port }) => [kind, port])).toEqual(expected),
);

test('a debugger is connected where its port has an open connection', () => {
  const words = ['node', '--inspect', 'server.js'];
  const [open] = debuggersOf(signs({ words, listening: new Set([9_229]), connected: new Set([8_000]) }));
  const [used] = debuggersOf(signs({ words, listening: new Set([9_229]), connected: new Set([9_229]) }));
  expect([open?.connected, used?.connected]).toEqual([false, true]);
});
