import type { Run } from '../model/run.ts';
import { conclusionOf } from './conclusion.ts';
import { failedChecks, failedFindings } from './failed.ts';
import type { Measured, Unmeasured } from './github/outputs.ts';
import { lastLineOf } from './last-line.ts';
import type { LastLine } from './next-command.ts';
import { sanitized, sanitizedText } from './sanitize.ts';

/** The result of one server among several. `savedAs` is the name with which --against finds its run; null where it was not saved. */
export type ServerEnd =
  | (Measured & { readonly savedAs: string | null })
  | (Unmeasured & { readonly reproduce: string });

/** The servers of one command. `asked` counts those that an interruption left out, too. */
export interface Overall {
  readonly ends: readonly ServerEnd[];
  readonly asked: number;
  /** The command line for all of them. */
  readonly reproduce: string;
}

/** What several servers have in common, as a verb for one and for more of them. */
interface State {
  readonly one: string;
  readonly more: string;
}

const state = (one: string, more = one): State => ({ one, more });

/** The first state has the next command: a found cause can be changed at once, and a dead server cannot. */
const states = {
  problem: state('has a problem', 'have problems'),
  threshold: state('missed a threshold'),
  unmeasured: state('could not be measured'),
  dead: state('did not answer'),
  'sign-in': state('failed at the sign-in'),
  wrong: state('gave no right answer'),
  invalid: state('has no valid result', 'have no valid result'),
  undecided: state('could not be decided'),
  doubtful: state('gave slow or wrong answers of unknown cause'),
  plain: state('has no known cause of slowness', 'have no known cause of slowness'),
  fine: state('passed'),
} as const;

type StateName = keyof typeof states;

const INTERRUPTED: ReadonlySet<number> = new Set([130, 143]);
const byCode: Readonly<Partial<Record<number, StateName>>> = {
  1: 'invalid',
  13: 'invalid',
  14: 'dead',
  15: 'sign-in',
  16: 'wrong',
};

/** The last line of a command that measured several servers: how each ended, and the command for the first of them. */
export function overallLine({ ends, asked, reproduce }: Overall): LastLine {
  const whole = ends.filter((end) => !isInterrupted(end));
  if (whole.length < asked && ends.some(isInterrupted)) {
    const sentence = `Interrupted: ${whole.length} of ${asked} servers ${whole.length === 1 ? 'was' : 'were'} measured.`;
    return { sentence, lead: 'All of them:', command: reproduce };
  }
  const groups = (Object.keys(states) as StateName[])
    .map((name) => ({ name, members: ends.filter((end) => stateOf(end) === name) }))
    .filter(({ members }) => members.length > 0);
  const [first] = groups.flatMap(({ members }) => members);
  if (first === undefined) return { sentence: 'No server was measured.', lead: 'Next:', command: reproduce };
  return { sentence: sentenceOf(groups, ends.length), ...nextFor(first) };
}

const isInterrupted = (end: ServerEnd): boolean => 'run' in end && INTERRUPTED.has(end.run.exit.code);

function stateOf(end: ServerEnd): StateName {
  if ('because' in end) return 'unmeasured';
  const { run } = end;
  return byCode[run.exit.code] ?? resultOf(run);
}

function resultOf(run: Run): StateName {
  if (failedFindings(run).length + failedChecks(run).length > 0) return 'problem';
  if (run.verdicts.some(({ verdict }) => verdict === 'fail' || verdict === 'warn')) return 'threshold';
  if ((run.timeLimit?.reached ?? null) !== null || run.verdict === 'invalid') return 'invalid';
  if (run.verdict === 'inconclusive') return 'undecided';
  const { tone } = conclusionOf(run);
  return tone === 'failed' ? 'doubtful' : tone;
}

interface Group {
  readonly name: StateName;
  readonly members: readonly ServerEnd[];
}

/** "Of 3 servers, 1 has a problem (b), 1 did not answer (c), 1 passed (a)." */
function sentenceOf(groups: readonly Group[], count: number): string {
  const [only, ...others] = groups;
  if (only?.name === 'fine' && others.length === 0) return `No problem was found on ${count} servers.`;
  const parts = groups.map(({ name, members }) => {
    const { one, more } = states[name];
    return `${members.length} ${members.length === 1 ? one : more} (${namesOf(members)})`;
  });
  return `Of ${count} servers, ${parts.join(', ')}.`;
}

/** A longer list hides the sentence. Each server has a page of its own above. */
const MOST_NAMES = 4;

function namesOf(members: readonly ServerEnd[]): string {
  const names = members.map(nameOf);
  const left = names.length - MOST_NAMES;
  return left <= 1 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${left} more`;
}

const nameOf = ({ name }: ServerEnd): string => sanitizedText(name ?? 'the server');

/** The next command of that server, with its name where the lead means a change to it. */
function nextFor(end: ServerEnd): Omit<LastLine, 'sentence'> {
  if ('because' in end) return { lead: `To try ${nameOf(end)} again:`, command: end.reproduce };
  const { lead, command } = lastLineOf(sanitized(end.run), end.savedAs);
  return { lead: leads[lead]?.(nameOf(end)) ?? lead, command };
}

const leads: Readonly<Partial<Record<string, (name: string) => string>>> = {
  'Then:': (name) => `After a change to ${name}:`,
  'When the server answers:': (name) => `When ${name} answers:`,
  'Next:': (name) => `Next, for ${name}:`,
};
