import { aspnetIdentity } from './aspnet-identity.ts';
import type { AuthStack } from './contract.ts';
import { directus } from './directus.ts';
import { djRestAuth } from './dj-rest-auth.ts';
import { simplejwt } from './simplejwt.ts';

/** The auth stacks that `--preset` accepts, in the order in which detection tries them. */
export const authStacks: readonly AuthStack[] = [simplejwt, djRestAuth, directus, aspnetIdentity];

export const authStackNamed = (id: string): AuthStack | undefined => authStacks.find((stack) => stack.id === id);
