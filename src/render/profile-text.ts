import type {
  JudgedCheck,
  JudgedExchange,
  JudgedProfile,
  JudgedRequirement,
  RequirementOutcome,
} from '../model/profile.ts';

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

/** The title as a sentence. */
export const titleText = ({ title }: JudgedProfile): string =>
  `${title.slice(0, 1).toUpperCase()}${title.slice(1)}${title.endsWith('.') ? '' : '.'}`;

export const LEGEND =
  'A check has the name of a defect. A requirement is met where each of its checks looked for its defect and did not find it. Not shown means that a check had no result, or that no check exists; it is never taken for met.';

const outcomeWords = {
  pass: 'not found',
  fail: 'found',
  inconclusive: 'undecided',
  note: 'found',
  'not-applicable': 'not applicable',
  'not-made': 'not made',
} as const satisfies Record<JudgedCheck['outcome'], string>;

/** The outcome of a check; of a failed one with the severity that the profile gives it. */
const checkOutcomeText = ({ outcome, severity }: JudgedCheck): string =>
  outcome === 'fail' ? `found, ${severity}` : outcomeWords[outcome];

/** One check of a requirement in the table. */
export interface CheckRow {
  readonly id: string;
  readonly outcome: string;
  readonly exchanges: readonly JudgedExchange[];
  /** A line about the exchanges that are left out; empty where all are shown. */
  readonly rest: string;
}

/** More exchanges of one check make a cell longer than a page; run.json holds all of them. */
const MOST_EXCHANGES = 3;

export const checkRows = ({ checks }: JudgedRequirement): readonly CheckRow[] =>
  checks.map((check, index) => {
    const left = check.exchanges.length - MOST_EXCHANGES;
    const above = checks[index - 1]?.exchanges[0]?.sent;
    return {
      id: check.id,
      outcome: checkOutcomeText(check),
      exchanges: check.exchanges.slice(0, MOST_EXCHANGES).map((each) => briefly(each, above)),
      rest: left > 0 ? `and ${left} more in run.json` : '',
    };
  });

/** A description that the row above has too is not repeated. */
const briefly = (exchange: JudgedExchange, above: string | undefined): JudgedExchange =>
  exchange.curl === undefined && exchange.sent === above ? { ...exchange, sent: 'as above' } : exchange;

/** What stands in place of a check where there is none. */
export const NO_CHECK = 'no check of whyslow shows it';
