import { expect, test } from 'vitest';
import { parseTarget } from '../../src/gather/target.ts';
import type { Progress } from '../../src/model/progress.ts';
import type { Run } from '../../src/model/run.ts';
import { withSoFar } from '../../src/pipelines/so-far.ts';
import { defaultProfile } from '../../src/profiles/default.ts';
import { frozenStory } from '../golden/frozen-run.ts';
import { runOf } from '../golden/screens.ts';

const stage = { kind: 'stage', text: 'sending several requests at once' } as const;

/** The texts of the progress before the first piece of evidence and after each piece. */
function shown({ evidence }: Run): readonly string[] {
  const texts: string[] = [];
  const watch = (progress: Progress): void => void texts.push(progress.kind === 'stage' ? progress.text : '');
  const target = parseTarget('http://localhost:8000');
  const soFar = withSoFar({ command: 'diagnose', target, profile: defaultProfile, watch });
  soFar.watch(stage);
  for (const piece of evidence) {
    soFar.onEvidence?.(piece);
    soFar.watch(stage);
  }
  return texts;
}

test('a cause is shown with each activity from the evidence of it on', () => {
  const [first, ...later] = shown(frozenStory);
  expect(first).toBe(stage.text);
  const since = later.findIndex((text) => text !== stage.text);
  expect(frozenStory.evidence[since]?.kind).toBe('addresses');
  expect(new Set(later.slice(since))).toEqual(
    new Set([
      expect.stringMatching(/^sending several requests at once\. So far: localhost costs 2\.05 s on every new/),
    ]),
  );
});

test('a cause is shown beside the repetitions of a probe', () => {
  const texts: Progress[] = [];
  const target = parseTarget('http://localhost:8000');
  const watch = (progress: Progress): void => void texts.push(progress);
  const soFar = withSoFar({ command: 'diagnose', target, profile: defaultProfile, watch });
  const pass = { kind: 'pass', text: 'waiting for ::1', done: 2, of: 7 } as const;
  soFar.watch(pass);
  for (const piece of frozenStory.evidence) soFar.onEvidence?.(piece);
  soFar.watch(pass);
  expect(texts).toEqual([
    pass,
    { kind: 'stage', text: expect.stringMatching(/^waiting for ::1 \(2 of 7\)\. So far: localhost costs 2\.05 s/) },
  ]);
});

test('a healthy server has the activity alone', () =>
  expect(new Set(shown(runOf('diagnose-healthy')))).toEqual(new Set([stage.text])));
