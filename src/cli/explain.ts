import { readFile } from 'node:fs/promises';
import { audits, replacedChecks, securityAudits } from '../audit/index.ts';
import { ToolError } from '../model/error.ts';
import { packageFile } from '../package-file.ts';
import { profileNamed, profiles } from '../profiles/index.ts';
import { didYouMean } from './near-name.ts';
import { profilePage } from './profile/page.ts';

/**
 * The page of one finding or profile, or the list of all. For a check that was replaced, the pages of its successors.
 * @throws ToolError `unknown-finding` (exit 2)
 */
export async function explain(id: string | undefined): Promise<string> {
  const known = [...audits, ...securityAudits];
  if (id === undefined) return listOf([...known, ...profiles]);
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

const listOf = (members: readonly { readonly id: string; readonly title: string }[]): string =>
  members.map(({ id, title }) => `${id.padEnd(30)}${title}\n`).join('');

const pageOf = (id: string): Promise<string> => readFile(packageFile(`docs/findings/${id}.md`), 'utf8');
