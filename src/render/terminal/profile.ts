import type { JudgedProfile, JudgedRequirement } from '../../model/profile.ts';
import { countsText, NO_CHECK, requirementMarks } from '../profile-text.ts';
import type { Pen } from './pen.ts';

/** One line for each requirement; the report has the table with what was sent and what came. */
export function drawProfile(profile: JudgedProfile | undefined, pen: Pen): string {
  if (profile === undefined) return '';
  const idWidth = Math.max(...profile.requirements.map(({ id }) => id.length));
  return [
    `  ${pen.ink.bold(`requirements of ${profile.id}`)}${pen.ink.dim(`: ${countsText(profile)}`)}`,
    ...profile.requirements.map((each) => drawRequirement(each, idWidth, pen)),
  ].join('\n');
}

/** The width of the longest outcome, "not shown". */
const OUTCOME_WIDTH = 9;

function drawRequirement(requirement: JudgedRequirement, idWidth: number, pen: Pen): string {
  const { id, text, outcome } = requirement;
  const { words, unicode, ascii } = requirementMarks[outcome];
  const mark = `${pen.unicode ? unicode : ascii} ${words.padEnd(OUTCOME_WIDTH)}`;
  const indent = idWidth + OUTCOME_WIDTH + 8;
  const why = whyText(requirement);
  const [first = '', ...rest] = pen.wrap(`${text}${why === '' ? '' : ` (${why})`}`, indent).split('\n');
  const named = `  ${inkOf(requirement, pen)(mark)}  ${id.padEnd(idWidth)}  `;
  return [`${named}${pen.ink.dim(first.trimStart())}`, ...rest.map((line) => pen.ink.dim(line))].join('\n');
}

/** The checks that are the reason where a requirement is not met or not shown. */
function whyText({ outcome, checks }: JudgedRequirement): string {
  if (outcome === 'met') return '';
  if (checks.length === 0) return NO_CHECK;
  const reasons = checks.filter((each) => (outcome === 'not-met' ? each.outcome === 'fail' : each.outcome !== 'pass'));
  return reasons.map(({ id }) => id).join(', ');
}

function inkOf({ outcome }: JudgedRequirement, { ink }: Pen): (text: string) => string {
  if (outcome === 'not-met') return ink.red;
  return outcome === 'met' ? ink.green : ink.yellow;
}
