import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { lastLineText } from '../../src/render/last-line.ts';
import { overallLine, type ServerEnd } from '../../src/render/overall-line.ts';
import { runOf } from '../golden/screens.ts';

const end = (name: string, screen: string, over: Partial<Run> = {}): ServerEnd => ({
  name,
  folder: '',
  savedAs: 'last',
  run: { ...runOf(screen), reproduce: `whyslow run --server ${name}`, ...over },
});
const exit = (code: number) => ({ exit: { code, reason: 'x' } });

const fine = end('a', 'diagnose-healthy');
const slow = end('b', 'diagnose-slow-application');
const dead = end('c', 'diagnose-dead-port');
const wrong = { name: 'd', because: 'no password', code: 2, reproduce: 'whyslow run --server d' };
const interrupted = end('e', 'diagnose-healthy', exit(130));
const many = ['p', 'q', 'r', 's', 't', 'u'].map((name) => end(name, 'diagnose-dead-port'));

const text = (ends: readonly ServerEnd[], asked = ends.length): string =>
  lastLineText(overallLine({ ends, asked, reproduce: 'whyslow run' }));

test.each<[string, readonly ServerEnd[], string]>([
  [
    'none has a problem',
    [fine, { ...fine, name: 'z' }],
    'No problem was found on 2 servers. Next, for a: whyslow run --server a',
  ],
  [
    'one has a cause, and its command comes before that of a dead one',
    [dead, fine, slow],
    'Of 3 servers, 1 has a problem (b), 1 did not answer (c), 1 passed (a). After a change to b: whyslow run --server b --against last',
  ],
  [
    'one did not answer',
    [fine, dead],
    'Of 2 servers, 1 did not answer (c), 1 passed (a). When c answers: whyslow run --server c',
  ],
  [
    'one was refused before it was measured',
    [fine, wrong],
    'Of 2 servers, 1 could not be measured (d), 1 passed (a). To try d again: whyslow run --server d',
  ],
  [
    'the sign-in of one failed',
    [fine, end('f', 'run-healthy', exit(15))],
    'Of 2 servers, 1 failed at the sign-in (f), 1 passed (a). After a change to f: whyslow run --server f',
  ],
  [
    'one could not be decided',
    [fine, end('n', 'diagnose-healthy', { verdict: 'inconclusive' })],
    'Of 2 servers, 1 could not be decided (n), 1 passed (a). Next, for n: whyslow run --server n',
  ],
  [
    'more are dead than fit a sentence',
    many,
    'Of 6 servers, 6 did not answer (p, q, r, s and 2 more). When p answers: whyslow run --server p',
  ],
])('where %s', (_what, ends, expected) => expect(text(ends)).toBe(expected));

test('an interruption counts the servers before it, and names the whole command', () =>
  expect(text([fine, interrupted], 4)).toBe('Interrupted: 1 of 4 servers was measured. All of them: whyslow run'));
