import { isNoticeable } from '../model/client.ts';
import type { Run } from '../model/run.ts';
import { authority } from '../model/target.ts';
import { failedChecks, failedFindings } from './failed.ts';
import { type Measured, measuredAt, type Trouble } from './measured.ts';
import { largestParts, requestName, waitsIn, waitsSentence } from './waits-text.ts';
import { countText, type Mark, verdictMarks } from './number-text.ts';

/** The result of a run in one line, and the measurements behind it. Only `fine` may have a ✔. */
export interface Conclusion {
  readonly tone: 'fine' | 'plain' | 'doubtful' | 'failed';
  readonly head: string;
  /** Lines of a configuration to copy, with their line breaks. Empty where there are none. */
  readonly lines: string;
  /** The measurements. Empty where the head contains them. */
  readonly measured: string;
  /** Whether an answer was slow, missing, wrong or not 2xx. Then the measurements are shown beside any finding too. */
  readonly isNoteworthy: boolean;
}

/** The exit reason of this code already states the result of each address. */
const UNREACHABLE = 14;

const plainMark: Mark = { unicode: '·', ascii: '-', emoji: 'ℹ️' };

export const markOf = ({ tone }: Pick<Conclusion, 'tone'>): Mark => {
  switch (tone) {
    case 'fine':
      return verdictMarks.pass;
    case 'plain':
      return plainMark;
    case 'doubtful':
      return verdictMarks.warn;
    case 'failed':
      return verdictMarks.fail;
    default:
      return tone satisfies never;
  }
};

type Headline = Pick<Conclusion, 'tone' | 'head'>;

/** An exit reason may end with lines to copy, behind an empty line. */
const BEFORE_LINES = '\n\n';

export function conclusionOf(run: Run): Conclusion {
  const seen = measuredAt(run);
  const wrong = wrongAnswers(run);
  const known = [...seen.troubles].filter((trouble) => trouble !== 'status-unknown');
  const headline = headlineOf(run, seen, wrong);
  const [head = '', ...lines] = headline.head.split(BEFORE_LINES);
  return { ...headline, head, lines: lines.join(BEFORE_LINES), isNoteworthy: known.length + wrong.length > 0 };
}

function headlineOf(run: Run, seen: Measured, wrong: readonly string[]): Omit<Conclusion, 'isNoteworthy' | 'lines'> {
  const measured = [...seen.clauses, ...insideClause(run, seen), ...wrong].join('; ');
  const found = [...failedFindings(run), ...failedChecks(run)].map(({ id }) => id);
  if (run.exit.code !== 0) {
    return { tone: 'failed', head: run.exit.reason, measured: run.exit.code === UNREACHABLE ? '' : measured };
  }
  if (found.length > 0) return { tone: 'doubtful', head: withVerdict(run, `found: ${found.join(', ')}`), measured };
  if (run.comparison !== null) {
    const isClean = run.verdict === 'pass' && seen.troubles.size + wrong.length === 0;
    return { tone: isClean ? 'fine' : 'doubtful', head: run.verdict, measured };
  }
  return { ...nothingFound(run, seen, wrong.length > 0), measured };
}

/** What the server did during a slow answer, where that was watched. */
function insideClause(run: Run, { troubles }: Measured): readonly string[] {
  const waits = waitsIn(run);
  const parts = waits === null || 'because' in waits ? [] : largestParts(waits);
  return troubles.has('slow') && parts.length > 0 ? [`inside the server: ${parts.join(', ')}`] : [];
}

/** The verdict is shown only where thresholds were judged. A diagnosis judges none. */
const withVerdict = ({ verdicts, verdict }: Run, text: string): string =>
  verdicts.length === 0 ? text : `${verdict}; ${text.replace(/^N/, 'n')}`;

const place = ({ target }: Run): string =>
  target.embedded ? 'the embedded reference server' : authority(target.host, target.port);

function nothingFound(run: Run, { troubles }: Measured, hasWrong: boolean): Headline {
  const kinds = [...adjectives(troubles), ...(hasWrong ? ['wrong'] : [])];
  if (run.command === 'verify') return verifyHead(run);
  if (run.command === 'waits') return waitsHead(run);
  if (run.command === 'clients') return clientsHead(run, troubles, kinds);
  if (kinds.length > 0) {
    const text = `No cause found, but ${place(run)} gave ${kinds.join(' and ')} answers`;
    return { tone: 'doubtful', head: withVerdict(run, text) };
  }
  const isFine = troubles.size === 0 && run.verdict === 'pass';
  const text = `${isFine ? 'No problem' : 'No cause of slowness'} found on ${place(run)}`;
  if (isFine) return { tone: 'fine', head: withVerdict(run, text) };
  return { tone: run.verdict === 'pass' ? 'plain' : 'doubtful', head: withVerdict(run, text) };
}

function verifyHead({ checks }: Run): Headline {
  const undecided = checks.filter(({ outcome }) => outcome === 'inconclusive').length;
  const kept = 'no security check failed';
  if (undecided === 0) return { tone: 'fine', head: kept };
  return { tone: 'doubtful', head: `${kept}; ${undecided} of ${checks.length} could not be decided` };
}

function clientsHead(run: Run, troubles: ReadonlySet<Trouble>, kinds: readonly string[]): Headline {
  const quick = run.clients.filter((client) => !isNoticeable(client)).length;
  const head = `${quick} of ${run.clients.length} clients connect to ${place(run)} at once${kinds.length === 0 ? '' : `; the answers are ${kinds.join(' and ')}`}`;
  if (quick < run.clients.length || kinds.length > 0) return { tone: 'doubtful', head };
  return { tone: troubles.size === 0 ? 'fine' : 'plain', head };
}

function waitsHead(run: Run): Headline {
  const waits = waitsIn(run);
  if (waits === null) return { tone: 'doubtful', head: 'what the server waits for was not looked at' };
  if ('because' in waits) return { tone: 'doubtful', head: `what the server waits for is not known: ${waits.because}` };
  return { tone: 'plain', head: waitsSentence(waits, requestName(run)) };
}

const adjectives = (troubles: ReadonlySet<Trouble>): readonly string[] =>
  (['slow', 'missing', 'failed', 'invalid', 'unfinished'] as const).filter((trouble) => troubles.has(trouble));

/** Wrong answers under load, which the verdicts may tolerate or not judge. */
const wrongAnswers = ({ suites }: Run): readonly string[] =>
  suites
    .filter(({ arm, errors }) => arm === 'target' && errors > 0)
    .map(({ suite, n, errors }) => `${countText(errors)} of ${countText(n + errors)} answers of ${suite} were wrong`);

/** The sentence never says "nothing slows it down", since only these causes were looked for. */
export function noCauseText(run: Run): string {
  const undecided = run.findings.filter(({ outcome }) => outcome === 'inconclusive').length;
  const left = undecided === 0 ? '' : `; ${undecided} of them could not be decided`;
  return `None of the ${run.findings.length} causes that were looked for was found${left}.`;
}
