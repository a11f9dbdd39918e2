import { readFile } from 'node:fs/promises';
import { audits, replacedChecks, securityAudits } from '../audit/index.ts';
import { ToolError } from '../model/error.ts';
import { packageFile } from '../package-file.ts';
import { profileNamed, profiles } from '../profiles/index.ts';
import type { RenderOptions } from '../render/contract.ts';
import { toAscii } from '../render/terminal/ascii.ts';
import { lastLineOn } from '../render/terminal/last-line.ts';
import { type Pen, penFor } from '../render/terminal/pen.ts';
import { didYouMean } from './near-name.ts';
import { profilePage } from './profile/page.ts';

/**
 * The page of one finding or profile, or the list of all. For a check that was replaced, the pages of its successors.
 * @throws ToolError `unknown-finding` (exit 2)
 */
export async function explain(id: string | undefined, look: RenderOptions): Promise<string> {
  const pen = penFor(look);
  if (id === undefined) {
    const sentence = 'Each of these has a page.';
    return `${idList(pen)}\n${lastLineOn(look, { sentence, lead: 'Next:', command: `whyslow explain ${audits[0]?.id ?? ''}` })}`;
  }
  const { drawMarkdown } = await import('../render/terminal/markdown-page.ts');
  const page = drawMarkdown(await explained(id), pen);
  const [sentence, command] = commandFor(id);
  const end = lastLineOn(look, { sentence, lead: 'Next:', command });
  return `${look.unicode ? page : toAscii(page)}\n${end}`;
}

/** The ids with their titles, each title on the next line where the page is narrow. */
function idList({ wrap, ink }: Pen): string {
  return [...audits, ...securityAudits, ...profiles]
    .map(({ id, title }) => `${ink.bold(id)}\n${wrap(title, 4)}\n`)
    .join('');
}

/** What examines a server for it. Checks of token security need an account. */
const commandFor = (id: string): readonly [sentence: string, command: string] => {
  if (audits.some((rule) => rule.id === id)) return ['A diagnosis looks for this cause.', 'whyslow 8000'];
  const profile = profileNamed(id) === undefined ? '' : ` --profile ${id}`;
  const sentence = profile === '' ? 'This check needs an account.' : 'The checks of a profile need an account.';
  return [sentence, `whyslow verify 8000 --user NAME${profile}`];
};

/** @returns Markdown. */
async function explained(id: string): Promise<string> {
  const known = [...audits, ...securityAudits];
  const profile = profileNamed(id);
  if (profile !== undefined) return profilePage(profile);
  const successors = Object.hasOwn(replacedChecks, id) ? replacedChecks[id] : undefined;
  if (successors !== undefined) {
    const pages = await Promise.all(successors.map(pageOf));
    return [`${id} is replaced by ${successors.join(' and ')}.\n`, ...pages].join('\n');
  }
  if (!known.some((rule) => rule.id === id)) {
    const ids = [...known, ...profiles].map((each) => each.id).concat(Object.keys(replacedChecks));
    throw new ToolError(
      'unknown-finding',
      `Unknown finding "${id}".${didYouMean(id, ids)} whyslow explain lists them.`,
    );
  }
  return pageOf(id);
}

const pageOf = (id: string): Promise<string> => readFile(packageFile(`docs/findings/${id}.md`), 'utf8');
