import { resolve } from 'node:path';
import { ToolError } from '../../model/error.ts';
import { profileNamed, profiles } from '../../profiles/index.ts';
import { didYouMean } from '../near-name.ts';

const ids = profiles.map(({ id }) => id);

export const PROFILE_NAMES = ids.join(', ');

export const PROFILE_OR_FILE = `${PROFILE_NAMES}, or the path of a file like ./profile.yaml`;

/** A path has a separator or an ending; the name of a profile has neither. */
const LOOKS_LIKE_PATH = /[\\/.]/;

/**
 * The name of a profile, or a path of a file, which is read later.
 * @throws ToolError `unknown-profile` (exit 2), with near names.
 */
export function profileName(text: string): string {
  if (profileNamed(text) !== undefined || LOOKS_LIKE_PATH.test(text)) return text;
  throw new ToolError(
    'unknown-profile',
    `No profile is called "${text}".${didYouMean(text, ids)} Profiles: ${PROFILE_OR_FILE}.`,
  );
}

/** A path in a configuration is relative to its folder. */
export const placeOfProfile = (name: string, folder: string): string =>
  profileNamed(name) === undefined ? resolve(folder, name) : name;
