import stringWidth from 'string-width';
import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** In less room the sentence follows the name. */
const ROOM_FOR_SUMMARY = 46;

/** An interrupted run has some forty checks without evidence. Up to three of one reason stay in their groups. */
const FEWEST_TO_FOLD = 4;

/**
 * All checks by group, one line each. Failed ones are explained as findings above. Many that are undecided for the same reason
 * are one line at the end.
 */
export function drawChecks(checks: readonly Check[], pen: Pen): string {
  const folded = foldedReasons(checks);
  const shown = checks.filter((check) => !isUndecided(check) || !folded.has(check.summary));
  const nameWidth = Math.max(0, ...shown.map((check) => stringWidth(nameOf(check))));
  const groups = [...new Set(shown.map(({ group }) => group))];
  return [
    ...groups.flatMap((name) => [
      ...(name === undefined ? [] : [`  ${pen.ink.bold(name)}`]),
      ...shown.filter(({ group }) => group === name).map((check) => drawCheck(check, nameWidth, pen)),
    ]),
    ...Array.from(folded, ([reason, times]) => drawFolded(reason, times, pen)),
  ].join('\n');
}

const isUndecided = ({ outcome }: Check): boolean => outcome === 'inconclusive';

/** How many checks are undecided for each reason that many of them have. */
function foldedReasons(checks: readonly Check[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { summary } of checks.filter(isUndecided)) times.set(summary, (times.get(summary) ?? 0) + 1);
  return new Map([...times].filter(([, count]) => count >= FEWEST_TO_FOLD));
}

function drawFolded(reason: string, times: number, pen: Pen): string {
  const text = `${times} checks, the same for each: ${reason}`;
  return pen.wrap(text, 4).replace(/^ {4}/, `  ${pen.ink.yellow('?')} `);
}

/** What holds, and the id of the defect only where it was found. Runs saved before have only ids. */
const nameOf = ({ id, outcome, holds }: Check): string => (outcome === 'fail' ? id : (holds ?? id));

function drawCheck(check: Check, nameWidth: number, pen: Pen): string {
  const { id, summary } = check;
  const name = nameOf(check);
  const shown = name === id ? pen.page(id) : name;
  const mark = markOf(check, pen);
  if (pen.width - nameWidth < ROOM_FOR_SUMMARY) {
    const [first = '', ...rest] = pen.wrap(`${name}: ${summary}`, 4).split('\n');
    const beside = first.trimStart().slice(name.length);
    const lines = beside === '' || !first.trimStart().startsWith(name) ? null : `${shown}${pen.ink.dim(beside)}`;
    return [`  ${mark} ${lines ?? first.trimStart()}`, ...rest.map((line) => pen.ink.dim(line))].join('\n');
  }
  const [first = '', ...rest] = pen.wrap(summary, nameWidth + 6).split('\n');
  const gap = ' '.repeat(nameWidth - stringWidth(name) + 2);
  return [
    `  ${mark} ${shown}${pen.ink.dim(`${gap}${first.trimStart()}`)}`,
    ...rest.map((line) => pen.ink.dim(line)),
  ].join('\n');
}

function markOf({ outcome }: Check, { unicode, ink }: Pen): string {
  if (outcome === 'fail') return ink.red(unicode ? '✖' : 'x');
  if (outcome === 'pass') return ink.green(unicode ? '✔' : '+');
  return outcome === 'inconclusive' ? ink.yellow('?') : ink.dim(unicode ? '–' : '-');
}
