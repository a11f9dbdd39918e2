import type { Profile } from '../model/profile.ts';
import { defaultProfile } from './default.ts';
import { healthcare } from './healthcare.ts';
import { oauthBcp } from './oauth-bcp.ts';

/** The profiles of `--profile`. The first one is used without the option. */
export const profiles: readonly Profile[] = [defaultProfile, healthcare, oauthBcp];

export const profileNamed = (id: string): Profile | undefined => profiles.find((profile) => profile.id === id);
