import { expect, test } from 'vitest';
import { workerPoolPlateau } from '../../../src/audit/http/worker-pool-plateau.ts';
import type { Slope } from '../../../src/model/slope.ts';
import { answering, answeringInTurn, at, loopback } from '../literals.ts';
import { batch, slopeOf, waves } from '../server-literals.ts';

const check = (slope: Slope, row = answering('127.0.0.1')) =>
  workerPoolPlateau.check({ slope, addresses: loopback([row]) }, at());

const wave = (size: number, workers: number, eachMs: number) =>
  batch(Array.from({ length: size }, (_, rank) => (Math.floor(rank / workers) + 1) * eachMs));
const deep = (workers: number, eachMs: number): Slope =>
  slopeOf([...waves(workers, eachMs), wave(8, workers, eachMs), wave(16, workers, eachMs)]);

/** The first answer is as quick as one alone, and each further one comes a little later. */
const uneven = (size: number, stepMs: number) => batch(Array.from({ length: size }, (_, rank) => 80 + rank * stepMs));

test('waves of two are a pool of two, and each wave costs one answer', () =>
  expect(check(deep(2, 80))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 80,
    summary: expect.stringContaining('works on 2 requests at once'),
  }));

test.each([
  ['two workers, of which the last of six waits 98 ms', 2, 49, 'note'],
  ['two workers, of which it waits 100 ms', 2, 50, 'fail'],
  ['four workers, of which it waits 80 ms', 4, 80, 'note'],
  ['four workers, of which it waits 100 ms', 4, 100, 'fail'],
  ['eight workers, enough for six requests', 8, 400, 'note'],
  ['two workers with quick answers', 2, 19.9, 'pass'],
])('%s', (_what, workers, eachMs, outcome) => expect(check(deep(workers, eachMs)).outcome).toBe(outcome));

test.each([
  ['no waves among 16', deep(16, 80), 'pass'],
  ['no waves among four, which are all that were sent', slopeOf(waves(4, 80)), 'not-applicable'],
  ['waves among four, which are few', slopeOf(waves(2, 80)), 'note'],
  ['one worker', slopeOf(waves(1, 80)), 'not-applicable'],
  [
    'requests that share the cores',
    slopeOf([batch([80]), batch([160, 160, 160, 160]), batch(Array.from({ length: 8 }, () => 320))]),
    'pass',
  ],
  [
    'uneven answers, the last of which takes eight times as long',
    slopeOf([batch([80]), uneven(16, 40)]),
    'inconclusive',
  ],
  ['uneven answers, the last of which takes less than twice as long', slopeOf([batch([80]), uneven(16, 4)]), 'pass'],
  [
    'connects that took a second',
    slopeOf([batch([80]), batch([80, 80, 160, 160], { connectsMs: [1_010] })]),
    'inconclusive',
  ],
])('%s', (_what, slope, outcome) => expect(check(slope).outcome).toBe(outcome));

test('it does not apply to a server that limits the rate', () =>
  expect(check(deep(2, 80), answeringInTurn(2, 80, 80, 80)).outcome).toBe('not-applicable'));
