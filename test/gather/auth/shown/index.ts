import type { ShownServer } from './contract.ts';
import { djRestAuth, simplejwt } from './django.ts';
import { aspnetIdentity, directus } from './others.ts';

/** One server of each stack that can be recognised, as it answers before a sign-in. */
export const shownServers: readonly ShownServer[] = [simplejwt, djRestAuth, directus, aspnetIdentity];
