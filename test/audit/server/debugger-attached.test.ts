import { describe, expect, test } from 'vitest';
import { debuggerAttached } from '../../../src/audit/server/debugger-attached.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { ProcessState, SeenDebugger } from '../../../src/model/server-process.ts';
import type { ServerWaits, WaitKind } from '../../../src/model/waits.ts';
import { addressesOf, at, loopback, silent, taking, times, watched } from '../literals.ts';
import { processState } from '../server-literals.ts';

const tool = (over: Partial<SeenDebugger> = {}): SeenDebugger => ({
  kind: 'node-inspector',
  port: 9_229,
  connected: false,
  program: null,
  ...over,
});
const inspector = tool();
const connected = tool({ connected: true });
const debugpy = tool({ kind: 'debugpy', port: 5_678 });
const strace = tool({ kind: 'tracer', port: null, connected: true, program: 'strace' });

const quick = taking('127.0.0.1', times(7, 1));
const slow = taking('127.0.0.1', times(7, 800));
const mute: AddressVisits = {
  ...silent('127.0.0.1', { kind: 'hangs', waitedMs: 5_000 }),
  unanswered: [{ code: 'hangs', waitedMs: 5_000 }],
};

const mostly = (kind: WaitKind): ServerWaits => watched([800], [{ kind, ms: 800, peer: null }]);

const check = (
  row: AddressVisits,
  seen: readonly SeenDebugger[],
  waits?: ServerWaits,
  over: Partial<ProcessState> = {},
) =>
  debuggerAttached.check(
    {
      addresses: loopback([row]),
      process: { before: [], after: [processState({ debuggers: seen, ...over })] },
      ...(waits === undefined ? {} : { waits }),
    },
    at(),
  );

test('a connected debugger, and no answer: probably a breakpoint', () => {
  const opinion = check(mute, [connected]);
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'high', costMs: null });
  expect(opinion.summary).toBe(
    "A debugger is connected to node (pid 4242, Node's inspector on port 9229), and the server answers nothing: " +
      'it is probably stopped at a breakpoint.',
  );
});

test('a tracer that has stopped the process holds it, also after earlier answers', () => {
  const opinion = check(quick, [strace], undefined, { state: 't' });
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'high' });
  expect(opinion.summary).toBe(
    'strace traces node (pid 4242) and has stopped it: it answers nothing until it continues.',
  );
});

describe('a tool that was seen', () => {
  test.each([
    ['no tool at all', quick, [], undefined, 'pass'],
    ['an inspector of a quick server', quick, [inspector], undefined, 'note'],
    ['a connected inspector of a quick server', quick, [connected], undefined, 'note'],
    ['an inspector of a slow server, which it does not slow', slow, [inspector], mostly('cpu'), 'note'],
    ['debugpy on a quick server', quick, [debugpy], undefined, 'note'],
    ['debugpy on a server that computes', slow, [debugpy], mostly('cpu'), 'fail'],
    ['debugpy on a server that sleeps', slow, [debugpy], mostly('sleep'), 'note'],
    ['strace on a server whose time is unexplained', slow, [strace], mostly('unexplained'), 'fail'],
    ['debugpy on a slow server that was not watched', slow, [debugpy], undefined, 'inconclusive'],
    ['an inspector without a connection, and no answer', mute, [inspector], undefined, 'inconclusive'],
    ['a server without an answer and without a tool', mute, [], undefined, 'pass'],
  ] as const)('%s', (_what, row, seen, waits, outcome) => expect(check(row, seen, waits).outcome).toBe(outcome));

  test('requests that were quick while they were watched are not slowed', () => {
    const waits = watched([90], [{ kind: 'cpu', ms: 90, peer: null }]);
    expect(check(slow, [debugpy], waits).outcome).toBe('note');
  });

  test('is named without its command line', () =>
    expect(check(quick, [inspector]).summary).toBe(
      "node (pid 4242) runs with Node's inspector on port 9229, and no debugger is connected.",
    ));
});

test('a process of this machine is not the server of another one', () => {
  const addresses = addressesOf({ 'api.test': [{ ...slow, address: '10.0.0.1' }] });
  const process = { before: [], after: [processState({ debuggers: [debugpy] })] };
  expect(debuggerAttached.check({ addresses, process }, at('api.test')).outcome).toBe('not-applicable');
});
