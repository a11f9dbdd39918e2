import { health } from './health.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { me } from './me.ts';
import { refresh } from './refresh.ts';
import type { Route } from './route.ts';
import { verify } from './verify.ts';

/** The whole registration. Paths are SimpleJWT's, so that one preset drives this server and the real one alike. */
export const routes: readonly Route[] = [login, refresh, verify, logout, me, health];
