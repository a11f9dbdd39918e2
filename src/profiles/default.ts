import type { Profile } from '../model/profile.ts';

export const defaultProfile: Profile = {
  id: 'default',
  title: 'the severities and limits of the checks themselves; nothing is required',
  about: '',
  requirements: [],
};
