import { ToolError } from '../../model/error.ts';
import type { Profile } from '../../model/profile.ts';
import { profileNamed } from '../../profiles/index.ts';
import { readDocument } from '../config/document.ts';
import { problemsOf } from '../config/problems.ts';
import { profileDocument, profileIn, profileKeysAt } from './schema.ts';

/**
 * The profile of a name, or of a file in JSON or YAML.
 * @throws ToolError `bad-profile` (exit 2) with every mistake: file, line, key, expected and given value.
 */
export async function readProfile(place: string): Promise<Profile> {
  const known = profileNamed(place);
  if (known !== undefined) return known;
  const refused = (message: string): ToolError => new ToolError('bad-profile', message);
  const unreadable = (code: string): string =>
    `The profile ${place} cannot be read (${code}). Name a file, or one of the profiles that whyslow explain lists.`;
  const { value, described } = await readDocument(place, { refused, unreadable });
  const read = profileDocument.safeParse(value);
  if (!read.success) throw described(problemsOf(read.error.issues, value, profileKeysAt));
  return profileIn(read.data);
}
