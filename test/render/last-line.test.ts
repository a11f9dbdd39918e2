import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { lastLineOf, lastLineText } from '../../src/render/last-line.ts';
import { comparedRun, healthyRun, storyRun } from './runs.ts';

const asked = (reproduce: string, run: Run = healthyRun, over: Partial<Run> = {}): Run => ({
  ...run,
  reproduce,
  ...over,
});
const ended = (code: number): Partial<Run> => ({ exit: { code, reason: 'a reason' } });
const reached = { timeLimit: { ms: 1_000, reached: 'the time limit ended the visits' } };
const undecided = { findings: [{ id: 'one', title: 'one', outcome: 'inconclusive', summary: 'not seen' }] } as const;

test.each([
  ['nothing found', asked('whyslow 8000'), 'No problem found in 1 check. Next: whyslow run 8000'],
  [
    'where nothing was decided, no problem would have been seen',
    asked('whyslow 8000', healthyRun, undecided),
    'No check came to a result. Next: whyslow run 8000',
  ],
  [
    'a cause with its cost',
    asked('whyslow 8000', storyRun),
    '1 cause costs 2.04 s: change it as shown above. Then: whyslow 8000 --against last',
  ],
  [
    'a run below --out',
    asked('whyslow 8000 --out there', storyRun),
    '1 cause costs 2.04 s: change it as shown above. Then: whyslow 8000 --against there/run.json',
  ],
  [
    'an earlier comparison is replaced',
    asked('whyslow 8000 --against old.json --json', storyRun),
    '1 cause costs 2.04 s: change it as shown above. Then: whyslow 8000 --against last',
  ],
  [
    'an account stays with commands that sign in',
    asked('whyslow verify :8000 --user ada', healthyRun, { command: 'verify' }),
    'No problem found in 1 check. Next: whyslow run :8000 --user ada',
  ],
  [
    'a configuration is used again',
    asked('whyslow verify --config a.yaml', healthyRun, { command: 'verify' }),
    'No problem found in 1 check. Next: whyslow run --config a.yaml',
  ],
  [
    'a masked value stays masked',
    asked("whyslow 'http://localhost:8000/?token=***'"),
    "No problem found in 1 check. Next: whyslow run 'http://localhost:8000/?token=***'",
  ],
  [
    'no server',
    asked('whyslow 8000', healthyRun, ended(14)),
    'Nothing was measured. When the server answers: whyslow 8000',
  ],
  ['no right answer', asked('whyslow load 8000', healthyRun, ended(16)), 'Nothing was measured. Next: whyslow 8000'],
  [
    'a time limit',
    asked('whyslow 8000', healthyRun, reached),
    'The time limit ended this before all was measured. Next: whyslow 8000 --time-limit 15m',
  ],
  [
    'an interruption',
    asked('whyslow 8000', healthyRun, ended(130)),
    'Interrupted: the result is incomplete. The whole: whyslow 8000',
  ],
])('%s', (_what, run, expected) => expect(lastLineText(lastLineOf(run))).toBe(expected));

test('a run that was not saved is not compared with', () =>
  expect(lastLineOf(asked('whyslow 8000', storyRun), null).command).toBe('whyslow 8000'));

test('a comparison names what changed and how many stayed the same', () =>
  expect(lastLineOf(comparedRun).sentence).toBe(
    'B is 16 % slower (refresh p95) and 16 % faster (refresh p95); 1 of 5 is the same; 2 of 5 could not be decided.',
  ));
