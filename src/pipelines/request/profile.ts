import { ToolError } from '../../model/error.ts';
import type { Profile } from '../../model/profile.ts';
import { profileNamed, profiles } from '../../profiles/index.ts';
import { defaultProfile } from '../../profiles/default.ts';

/** @throws ToolError `unknown-profile` (exit 2) */
export function profileOf(given: string | Profile | undefined): Profile {
  if (given === undefined) return defaultProfile;
  if (typeof given !== 'string') return given;
  const known = profileNamed(given);
  if (known !== undefined) return known;
  const ids = profiles.map(({ id }) => id).join(', ');
  throw new ToolError('unknown-profile', `No profile is called "${given}". Profiles: ${ids}.`);
}
