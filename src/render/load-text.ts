import type { Run } from '../model/run.ts';
import type { LatencyMs, SecondOpinion, SuiteResult } from '../model/suite.ts';
import { endText } from '../model/trial-end.ts';
import { failureText } from './failure-text.ts';
import { countText, durationText } from './number-text.ts';

/** The latency that reports show: from the planned send time in an open trial, from the write in a closed one. */
export const reportedMs = (trial: SuiteResult | SecondOpinion): LatencyMs | null =>
  'model' in trial && trial.model === 'open' ? trial.userMs : trial.serviceMs;

/** Trials with a right answer. Only their times can contain delays of the generator. */
export const timedTrials = (suites: readonly SuiteResult[]): readonly SuiteResult[] => suites.filter(({ n }) => n > 0);

/** Whether the generator was checked. Trials of another load tool have no self-check. */
export const hasSelfCheck = (trials: readonly SuiteResult[]): boolean =>
  trials.some(({ selfCheck }) => !selfCheck.valid || selfCheck.signals.length > 0);

/** Notes on a trial: why it ended early, failures and their time, and 429 answers and new sign-ins. Empty without any. */
export function apartText(trial: SuiteResult): readonly string[] {
  const { suite, throttled, relogins, ended } = trial;
  const failed = failureText(trial);
  return [
    ...(ended === null ? [] : [`${suite}, ${shapeText(trial)}: ${endText(ended)}`]),
    ...(failed === null ? [] : [`${suite}, ${shapeText(trial)}: ${failed}`]),
    ...(throttled === 0 ? [] : [`${suite}: ${countText(throttled)} answers of 429, counted apart`]),
    ...(relogins === 0 ? [] : [`${suite}: ${countText(relogins)} broken sessions signed in again`]),
  ];
}

export function capacityText({ suite, capacity, rate, n }: SuiteResult): readonly string[] {
  if (capacity === null) return [];
  const tried = `${capacity.tried.length} rates tried`;
  switch (capacity.found) {
    case 'exactly':
      return [
        `${suite} sustains ${countText(rate ?? 0)}/s: the highest open rate that meets ${capacity.threshold} (${tried})`,
      ];
    case 'at-least':
      return [
        `${suite} meets ${capacity.threshold} up to at least ${countText(rate ?? 0)}/s: the generator went no higher (${tried})`,
      ];
    case 'nothing':
      return n === 0
        ? [`${suite} gave no right answer at any rate (${tried})`]
        : [`${suite} meets ${capacity.threshold} at no rate (${tried})`];
    default:
      return capacity.found satisfies never;
  }
}

/** Why the two tools differ, and by how much. */
export function opinionText({ secondOpinions, suites }: Run): readonly string[] {
  const pairs = secondOpinions.flatMap((opinion) => {
    const own = suites.find(
      ({ suite, connections, connection, model }) =>
        suite === opinion.suite &&
        connections === opinion.connections &&
        connection === 'kept-alive' &&
        model === 'closed',
    );
    if (own?.serviceMs === null || own === undefined || opinion.serviceMs === null) return [];
    return [(opinion.serviceMs.p50 - own.serviceMs.p50) / opinion.serviceMs.p50];
  });
  if (pairs.length === 0) return [];
  const largest = Math.max(...pairs.map(Math.abs));
  const far = `its p50 differs from ours by up to ${(largest * 100).toFixed(0)} %`;
  return [
    `autocannon's clock starts before the connect of each first request and stops when its own code has run; ${far}`,
  ];
}

/** The floor of the judged trials: the latency when the server does nothing. Empty where it was not measured. */
export function floorText(suites: readonly SuiteResult[]): string {
  const floors = suites
    .filter(({ connections }) => connections === 1)
    .flatMap(({ selfCheck }) => selfCheck.signals.filter(({ id }) => id === 'floor'));
  if (floors.length === 0) return '';
  const most = Math.max(...floors.map(({ value }) => value));
  return `the machine and the generator add at most ${durationText(most)} to an answer (p95, one at a time)`;
}

/** The load shape of a trial, in three words. */
export function shapeText({ arm, connection, connections, model, rate, processes }: SuiteResult): string {
  if (arm === 'reference') return 'the reference';
  const by = processes === undefined ? '' : `, ${processes} processes`;
  if (model === 'open') return `${rate ?? 0}/s open rate${by}`;
  if (connection === 'new-per-request') return 'new connection each';
  return connections === 1 ? 'one at a time' : `${connections} connections${by}`;
}
