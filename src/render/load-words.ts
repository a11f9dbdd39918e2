import type { Run } from '../model/run.ts';
import type { LatencyMs, SecondOpinion, SuiteResult } from '../model/suite.ts';
import { endText } from '../model/trial-end.ts';
import { failureText } from './failure-words.ts';
import { countText, durationText } from './words.ts';

/** With a plan, a user's time counts from the plan; without one, from the write. */
export const feltMs = (pass: SuiteResult | SecondOpinion): LatencyMs | null =>
  'model' in pass && pass.model === 'open' ? pass.userMs : pass.serviceMs;

/** Passes whose times the generator could have spoilt: those with a right answer. */
export const timedPasses = (suites: readonly SuiteResult[]): readonly SuiteResult[] => suites.filter(({ n }) => n > 0);

/** What failed and how long that took, what is counted apart, and why a pass ended early; nothing where there was none. */
export function apartText(pass: SuiteResult): readonly string[] {
  const { suite, throttled, relogins, ended } = pass;
  const failed = failureText(pass);
  return [
    ...(ended === null ? [] : [`${suite}, ${passWords(pass)}: ${endText(ended)}`]),
    ...(failed === null ? [] : [`${suite}, ${passWords(pass)}: ${failed}`]),
    ...(throttled === 0 ? [] : [`${suite}: ${countText(throttled)} answers of 429, counted apart`]),
    ...(relogins === 0 ? [] : [`${suite}: ${countText(relogins)} broken chains signed in again`]),
  ];
}

export function capacityText({ suite, capacity, rate, n }: SuiteResult): readonly string[] {
  if (capacity === null) return [];
  const tried = `${capacity.tried.length} rates tried`;
  switch (capacity.found) {
    case 'exactly':
      return [
        `${suite} holds ${countText(rate ?? 0)}/s: the highest open rate that meets ${capacity.threshold} (${tried})`,
      ];
    case 'at-least':
      return [
        `${suite} holds at least ${countText(rate ?? 0)}/s of ${capacity.threshold}: the generator went no higher (${tried})`,
      ];
    case 'nothing':
      return n === 0
        ? [`${suite} gave no right answer at any rate (${tried})`]
        : [`${suite} meets ${capacity.threshold} at no rate (${tried})`];
    default:
      return capacity.found satisfies never;
  }
}

/** Where two tools differ, one line says why they do. */
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

/** The judged passes' floor: what is left when the server does nothing. Nothing where it was not measured. */
export function floorText(suites: readonly SuiteResult[]): string {
  const floors = suites
    .filter(({ connections }) => connections === 1)
    .flatMap(({ selfCheck }) => selfCheck.signals.filter(({ id }) => id === 'floor'));
  if (floors.length === 0) return '';
  const most = Math.max(...floors.map(({ value }) => value));
  return `${durationText(most)} at most of an answer is the machine and the generator (p95, one at a time)`;
}

/** How a pass was sent, in three words. */
export function passWords({ arm, connection, connections, model, rate }: SuiteResult): string {
  if (arm === 'reference') return 'the reference';
  if (model === 'open') return `${rate ?? 0}/s by plan`;
  if (connection === 'new-per-request') return 'new connection each';
  return connections === 1 ? 'one at a time' : `${connections} connections`;
}
