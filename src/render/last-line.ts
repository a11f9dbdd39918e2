import { isNoticeable } from '../model/client.ts';
import type { Run } from '../model/run.ts';
import { changesSentence, comparedLine } from './compared-line.ts';
import { conclusionOf } from './conclusion.ts';
import { type Failed, failedChecks, failedFindings } from './failed.ts';
import { measuredAt } from './measured.ts';
import { type LastLine, type TypedLine, typedLine } from './next-command.ts';
import { durationText } from './number-text.ts';

const INTERRUPTED: ReadonlySet<number> = new Set([130, 143]);

/**
 * The function reads only the run, so that every format can show the same line.
 * @param saved the name with which --against finds this run again; null where it was not saved. Without it: as its command line says.
 */
export function lastLineOf(run: Run, saved?: string | null): LastLine {
  const typed = typedLine(run);
  if (run.command === 'compare') return comparedLine(run, typed);
  return (
    endedLine(run, typed) ?? foundLine(run, typed, saved === undefined ? typed.saved : saved) ?? otherLine(run, typed)
  );
}

/** What to do where the run came to no result; null where it did. */
function endedLine({ exit, timeLimit }: Run, typed: TypedLine): LastLine | null {
  if (exit.code === 14) return line('Nothing was measured.', 'When the server answers:', typed.again);
  if (exit.code === 15) return line('The sign-in failed. Check the account and the flow.', 'Then:', typed.again);
  if (exit.code === 16) return line('Nothing was measured.', 'Next:', typed.other('diagnose'));
  if (exit.code === 13) {
    return line(
      'The load generator was the bottleneck, so these times are not valid. End other programs.',
      'Then:',
      typed.again,
    );
  }
  if (exit.code === 1) return line('whyslow failed, so this result is incomplete.', 'To try again:', typed.again);
  if (INTERRUPTED.has(exit.code)) return line('Interrupted: the result is incomplete.', 'The whole:', typed.again);
  if ((timeLimit?.reached ?? null) === null) return null;
  return line('The time limit ended this before all was measured.', 'Next:', `${typed.again} --time-limit 15m`);
}

/** What was found; null where nothing was. */
function foundLine(run: Run, typed: TypedLine, saved: string | null): LastLine | null {
  const [causes, checks] = [failedFindings(run), failedChecks(run)];
  const found = [...causes, ...checks];
  if (found.length === 0) return null;
  const what = [thresholdsText(run), countedText(found, causes.length)].filter((text) => text !== '').join('; ');
  const again = causes.length > 0 && saved !== null ? `${typed.again} --against ${saved}` : typed.again;
  return line(`${capital(what)}: ${fixText(found)}.`, 'Then:', again);
}

/** "1 cause costs 2.03 s", "3 problems were found, the first costs 40 ms". Costs of several are not added up. */
function countedText(found: readonly Failed[], causes: number): string {
  const costMs = found[0]?.costMs ?? null;
  if (found.length > 1) {
    return `${found.length} problems were found${costMs === null ? '' : `, the first costs ${durationText(costMs)}`}`;
  }
  return `1 ${causes === 1 ? 'cause' : 'problem'} ${costMs === null ? 'was found' : `costs ${durationText(costMs)}`}`;
}

function fixText(found: readonly Failed[]): string {
  if (found.every(({ advice }) => advice.length === 0)) return 'see above';
  return `change ${found.length === 1 ? 'it' : 'them'} as shown above`;
}

/** Nothing failed: what was seen then. */
function otherLine(run: Run, typed: TypedLine): LastLine {
  if (run.command === 'clients') return clientsLine(run, typed);
  if (run.command === 'waits') return line(`${capital(conclusionOf(run).head)}.`, 'Next:', typed.other('run'));
  const thresholds = thresholdsText(run);
  const seen = seenText(run);
  const sentence = `${capital([thresholds, seen].filter((text) => text !== '').join('; '))}.`;
  return { sentence, ...afterNothing(run, typed) };
}

function seenText(run: Run): string {
  if (run.comparison !== null) return changesSentence(run.comparison);
  if (run.exit.code !== 0) return `no cause was found${inChecks(run)}`;
  const { tone, head } = conclusionOf(run);
  return tone === 'fine' ? fineText(run) : withoutVerdict(head);
}

/** Where no check came to a result, no problem would have been seen. */
function fineText(run: Run): string {
  const all = [...run.findings, ...run.checks];
  const isDecided = all.length === 0 || all.some(({ outcome }) => outcome === 'pass');
  return isDecided ? `no problem found${inChecks(run)}` : 'no check came to a result';
}

/** " in 21 checks; 2 could not be decided". */
function inChecks({ findings, checks }: Run): string {
  const all = [...findings, ...checks];
  const decided = all.filter(({ outcome }) => outcome === 'pass').length;
  const undecided = all.filter(({ outcome }) => outcome === 'inconclusive').length;
  if (decided === 0) return '';
  return ` in ${decided} ${decided === 1 ? 'check' : 'checks'}${undecided === 0 ? '' : `; ${undecided} could not be decided`}`;
}

/** The verdict is in the part about thresholds. */
const withoutVerdict = (head: string): string => head.replace(/^(?:pass|warn|fail|inconclusive|invalid); /, '');

/** "1 of 3 thresholds is missed". Empty without thresholds. */
function thresholdsText({ verdicts }: Run): string {
  const count = verdicts.length;
  if (count === 0) return '';
  const missed = verdicts.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').length;
  const undecided = verdicts.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'invalid').length;
  const of = `of ${count} ${count === 1 ? 'threshold' : 'thresholds'}`;
  if (missed > 0) return `${missed} ${of} ${missed === 1 ? 'is' : 'are'} missed`;
  if (undecided > 0) return `${undecided} ${of} could not be decided`;
  return count === 1 ? 'the threshold is met' : `all ${count} thresholds are met`;
}

function clientsLine(run: Run, typed: TypedLine): LastLine {
  const all = run.clients.length;
  const waiting = run.clients.filter(isNoticeable).length;
  const sentence = waiting === 0 ? `All ${all} clients connect at once.` : `${waiting} of ${all} clients wait or fail.`;
  return line(sentence, 'Next:', typed.other('diagnose'));
}

/** Whether more answers would decide a threshold. The report of another load tool cannot be continued. */
const needsMore = ({ reproduce, verdicts }: Run): boolean =>
  !reproduce.startsWith('whyslow report ') && verdicts.some(({ verdict }) => verdict === 'inconclusive');

/** The command that shows more, by what was measured and what came. */
function afterNothing(run: Run, typed: TypedLine): Omit<LastLine, 'sentence'> {
  const { troubles } = measuredAt(run);
  if (run.target.embedded) return { lead: 'Next, with the port of your server:', command: 'whyslow 8000' };
  if (troubles.has('slow') && run.command !== 'verify') return { lead: 'Next:', command: typed.other('waits') };
  if (troubles.has('not-2xx') && run.command === 'diagnose') {
    return { lead: 'Next, with a path that answers 2xx:', command: `whyslow ${typed.server.replace(/\/$/, '')}/PATH` };
  }
  if (needsMore(run)) {
    return {
      lead: 'Next:',
      command: typed.again.includes('--until-sure') ? typed.again : `${typed.again} --until-sure`,
    };
  }
  if (run.command === 'diagnose' || run.command === 'verify') {
    return { lead: 'Next:', command: typed.other('run', { signsIn: run.command === 'verify' }) };
  }
  return { lead: 'Next:', command: typed.other('watch', { signsIn: true }) };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const line = (sentence: string, lead: string, command: string): LastLine => ({ sentence, lead, command });

/** The line as text, for formats that show no command apart. */
export const lastLineText = ({ sentence, lead, command }: LastLine): string => `${sentence} ${lead} ${command}`;
