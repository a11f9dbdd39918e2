import type { Attack } from './contract.ts';
import { lifetimes } from './lifetimes.ts';
import { logout } from './logout.ts';
import { race } from './race.ts';
import { rotation } from './rotation.ts';

/** Harmless first, the race last: what an attack does to a session must not colour the next one. */
export const attacks = [lifetimes, rotation, logout, race] as const satisfies readonly Attack[];
