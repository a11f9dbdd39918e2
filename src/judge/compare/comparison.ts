import type { Baseline, BaselineSuite } from '../../model/baseline.ts';
import type { Arm, Comparison, Rounds } from '../../model/comparison.ts';
import type { Host, Run } from '../../model/run.ts';
import type { SuiteId } from '../../model/suite.ts';
import { judgeRounds } from './rounds.ts';
import { isSameMachine, standingsOf } from './standing.ts';
import { judgeTimes } from './times.ts';
import { worstChange } from './verdict.ts';

/** Two arms that were measured in turn. */
export function compareRounds(a: Arm, b: Arm, rounds: readonly Rounds[]): Comparison {
  const changes = judgeRounds(rounds);
  return { how: 'in-turn', a, b, weight: 'gate', rounds, changes, verdict: worstChange(changes) };
}

/** The measurements of one session: suites, machine and label. */
export interface Time {
  readonly arm: Arm;
  readonly host: Host;
  readonly standings: readonly BaselineSuite[];
}

export const timeOfRun = (
  { suites, host, startedAt }: Pick<Run, 'suites' | 'host' | 'startedAt'>,
  arm: Pick<Arm, 'kind' | 'label'>,
): Time => ({
  arm: { kind: arm.kind, label: arm.label, takenAt: startedAt },
  host,
  standings: standingsOf(suites),
});

export const timeOfBaseline = ({ name, savedAt, host, standings }: Baseline): Time => ({
  arm: { kind: 'baseline', label: name, takenAt: savedAt },
  host,
  standings,
});

/** A line for each measured suite that cannot be compared, because one session has no valid trial of it. */
export const leftOut = (a: Time, b: Time, measured: readonly SuiteId[]): readonly string[] =>
  [...new Set(measured)].flatMap((suite) => {
    const without = [a, b].filter(({ standings }) => !standings.some((known) => known.suite === suite));
    if (without.length === 0) return [];
    return [`${suite}: no valid trial in ${without.map(({ arm }) => arm.label).join(' and ')}`];
  });

/** Compares two sessions. On two machines the result is advice. */
export function compareTimes(a: Time, b: Time): Comparison {
  const sameMachine = isSameMachine(a.host, b.host);
  const changes = judgeTimes(a.standings, b.standings, sameMachine);
  const hasReference = [a, b].every(({ standings }) => standings.some(({ reference }) => reference !== null));
  return {
    how: hasReference ? 'in-reference-units' : 'one-after-the-other',
    a: a.arm,
    b: b.arm,
    weight: sameMachine ? 'gate' : 'advice',
    rounds: [],
    changes,
    verdict: worstChange(changes),
  };
}
