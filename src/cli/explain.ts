import { readFile } from 'node:fs/promises';
import { audits, replacedChecks, securityAudits } from '../audit/index.ts';
import { ToolError } from '../model/error.ts';
import { packageFile } from '../package-file.ts';
import { didYouMean } from './near-name.ts';

/**
 * The page of one finding, or the list of all. For a check that was replaced, the pages of its successors.
 * @throws ToolError `unknown-finding` (exit 2)
 */
export async function explain(id: string | undefined): Promise<string> {
  const known = [...audits, ...securityAudits];
  if (id === undefined) return `${known.map((rule) => `${rule.id.padEnd(30)}${rule.title}`).join('\n')}\n`;
  const successors = Object.hasOwn(replacedChecks, id) ? replacedChecks[id] : undefined;
  if (successors !== undefined) {
    const pages = await Promise.all(successors.map(pageOf));
    return [`${id} is replaced by ${successors.join(' and ')}.\n`, ...pages].join('\n');
  }
  if (!known.some((rule) => rule.id === id)) {
    const ids = [...known.map((rule) => rule.id), ...Object.keys(replacedChecks)];
    throw new ToolError(
      'unknown-finding',
      `Unknown finding "${id}".${didYouMean(id, ids)} whyslow explain lists them.`,
    );
  }
  return pageOf(id);
}

const pageOf = (id: string): Promise<string> => readFile(packageFile(`docs/findings/${id}.md`), 'utf8');
