import type { Run } from '../../model/run.ts';
import { type Conclusion, conclusionOf, markOf } from '../conclusion.ts';
import { type Failed, failedChecks, failedFindings } from '../failed.ts';
import type { Markup } from '../markup.ts';
import { headAndRest } from '../sentences.ts';
import { tag } from './tags.ts';

/** More lines than this are a list and no headline. The sections below have them all. */
const MOST_LINES = 4;

/** These codes state the result of a judgement. Every other code but 0 states why there is none. */
const JUDGED_CODES: ReadonlySet<number> = new Set([10, 11, 12, 20]);
/** The reason of this code repeats findings that have their own lines. */
const FOUND_CODE = 20;

interface Line {
  readonly text: string;
  /** The section with the evidence. */
  readonly section: string | null;
}

/** The result of the run: its problems, the most severe first, or the conclusion where it has none. */
export function banner(run: Run): Markup {
  const conclusion = conclusionOf(run);
  const lines = linesOf(run, conclusion);
  const [first, ...others] = lines;
  const shown = others.slice(0, MOST_LINES - 1);
  const more = others.length - shown.length;
  return tag(
    'div',
    { class: `verdict ${CLASSES[conclusion.tone]}` },
    lineOf(first ?? { text: conclusion.head, section: null }, conclusion),
    ...(shown.length === 0 ? [] : [tag('ul', {}, ...shown.map((line) => tag('li', {}, linked(line))))]),
    ...(more === 0 ? [] : [tag('p', { class: 'note' }, `and ${more} more below`)]),
    ...(run.exit.code === 0 ? [] : [tag('p', { class: 'note' }, `Exit code ${run.exit.code}`)]),
  );
}

const CLASSES = { fine: 'pass', plain: 'plain', doubtful: 'warn', failed: 'fail' } as const;

const lineOf = (line: Line, conclusion: Conclusion): Markup =>
  tag('p', { class: 'worst' }, tag('span', { 'aria-hidden': 'true' }, `${markOf(conclusion).unicode} `), linked(line));

const linked = ({ text, section }: Line): Markup =>
  section === null ? tag('span', {}, text) : tag('a', { href: `#${section}` }, text);

/**
 * What prevented a judgement comes first. Then a severe security failure, since it harms others than the developer; a missed
 * threshold or a regression; causes of slowness by their cost; and the other security failures.
 */
function linesOf(run: Run, { head }: Conclusion): readonly Line[] {
  const { exit } = run;
  const checks = failedChecks(run);
  const severe = checks.filter(({ severity }) => severity === 'high');
  const others = checks.filter(({ severity }) => severity !== 'high');
  const isJudged = JUDGED_CODES.has(exit.code);
  const section = run.comparison === null ? 'performance' : 'before-after';
  return [
    ...(exit.code === 0 || isJudged ? [] : [{ text: head, section: null }]),
    ...severe.map((check) => lineFor(check, 'checks')),
    ...(isJudged && exit.code !== FOUND_CODE ? [{ text: head, section }] : []),
    ...failedFindings(run).map((finding) => lineFor(finding, 'cause')),
    ...others.map((check) => lineFor(check, 'checks')),
  ];
}

const lineFor = ({ summary }: Failed, section: string): Line => ({ text: headAndRest(summary).head, section });
