import type { Addresses, AddressVisits, ConnectOutcome } from '../model/evidence.ts';
import type { AddressRow, Spread } from '../model/run.ts';
import { median, quantile } from '../stats/quantile.ts';

/** The address table of a run: one row per address, with the total time of a client that tries the addresses in order. */
export const addressTable = ({ visits, resolutions }: Addresses): readonly AddressRow[] =>
  visits
    .filter(({ cold }) => cold.length > 0)
    .map((visit) => {
      const lookupsMs = resolutions.find(({ name }) => name === visit.name)?.lookupsMs ?? [];
      const resolveMs = lookupsMs.length === 0 ? 0 : median(lookupsMs);
      const before = visits.filter(({ name, order }) => name === visit.name && order < visit.order);
      const walkedMs = resolveMs + lostBefore(before);
      return {
        name: visit.name,
        address: visit.address,
        family: visit.family,
        order: visit.order,
        resolveMs,
        connect: commonest(visit.cold.map(({ connect }) => connect)),
        connectMs: spread(visit.cold.map(({ connectMs }) => connectMs)) ?? { p50: 0, p95: 0 },
        firstByteMs: spread(visit.cold.flatMap(({ firstByteMs }) => firstByteMs ?? [])),
        totalMs: spread(visit.cold.flatMap(({ totalMs }) => (totalMs === null ? [] : [walkedMs + totalMs]))),
        warmMs: spread(visit.warm.map(({ totalMs }) => totalMs)),
        answers: {
          statuses: visit.statuses,
          location: visit.location,
          firstMs: visit.firstAnswerMs,
          slowestMs: visit.slowestAnswerMs,
          wholeMs: spread(visit.cold.flatMap(({ totalMs }) => totalMs ?? [])),
          unanswered: visit.unanswered.length,
          body: visit.body,
        },
      };
    });

/** The time that a client loses on refusing addresses before this one, when it tries them in order. */
const lostBefore = (before: readonly AddressVisits[]): number =>
  before
    .filter(({ cold }) => cold.length > 0 && cold.every(({ connect }) => connect !== 'accepted'))
    .reduce((sum, { cold }) => sum + median(cold.map(({ connectMs }) => connectMs)), 0);

const spread = (samples: readonly number[]): Spread | null =>
  samples.length === 0 ? null : { p50: median(samples), p95: quantile(samples, 0.95) };

const commonest = (outcomes: readonly ConnectOutcome[]): ConnectOutcome =>
  outcomes.toSorted((a, b) => count(outcomes, b) - count(outcomes, a))[0] ?? 'unreachable';

const count = (outcomes: readonly ConnectOutcome[], wanted: ConnectOutcome): number =>
  outcomes.filter((outcome) => outcome === wanted).length;
