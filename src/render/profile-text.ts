import type { JudgedCheck, JudgedExchange, JudgedProfile, RequirementOutcome } from '../model/profile.ts';

export const requirementMarks = {
  met: { words: 'met', unicode: '✔', ascii: '+', emoji: '✅' },
  'not-met': { words: 'not met', unicode: '✖', ascii: 'x', emoji: '❌' },
  'not-shown': { words: 'not shown', unicode: '?', ascii: '?', emoji: '❔' },
} as const satisfies Record<RequirementOutcome, Readonly<Record<string, string>>>;

/** Like: 11 of 14 requirements met, 1 not met, 2 not shown. */
export function countsText({ requirements }: JudgedProfile): string {
  const count = (wanted: RequirementOutcome): number => requirements.filter(({ outcome }) => outcome === wanted).length;
  return `${count('met')} of ${requirements.length} requirements met, ${count('not-met')} not met, ${count('not-shown')} not shown`;
}

export const NOT_SHOWN =
  'Not shown means that a required check had no result, or that no check exists; it is never taken for met.';

const outcomeWords = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'undecided',
  note: 'noted',
  'not-applicable': 'not applicable',
  'not-made': 'not made',
} as const satisfies Record<JudgedCheck['outcome'], string>;

/** The outcome of a check; of a failed one with the severity that the profile gives it. */
export const checkOutcomeText = ({ outcome, severity }: JudgedCheck): string =>
  outcome === 'fail' ? `failed, ${severity}` : outcomeWords[outcome];

/** More exchanges of one check make a cell longer than a page; run.json holds all of them. */
const MOST_EXCHANGES = 3;

export interface ShownPart {
  readonly exchanges: readonly JudgedExchange[];
  /** A line about the others; empty where all are shown. */
  readonly rest: string;
}

export function shownExchanges({ exchanges }: JudgedCheck): ShownPart {
  const left = exchanges.length - MOST_EXCHANGES;
  return { exchanges: exchanges.slice(0, MOST_EXCHANGES), rest: left > 0 ? `and ${left} more in run.json` : '' };
}

/** What stands in place of a check where there is none. */
export const NO_CHECK = 'no check of whyslow shows it';
