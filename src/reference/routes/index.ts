import { health, ready } from './health.ts';
import { jwks } from './jwks.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { me } from './me.ts';
import { metrics } from './metrics.ts';
import { openapi } from './openapi.ts';
import { patientDetail, patientList } from './patients.ts';
import { refresh } from './refresh.ts';
import type { Route } from './contract.ts';
import { verify } from './verify.ts';

/** All routes. The paths are those of SimpleJWT, so that one preset works for both servers. */
const described: readonly Route[] = [
  login,
  refresh,
  verify,
  logout,
  me,
  patientList,
  patientDetail,
  jwks,
  health,
  ready,
  metrics,
];

export const routes: readonly Route[] = [...described, openapi(described)];
