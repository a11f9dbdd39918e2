import type { Flow } from '../../flows/contract.ts';
import type { Remedies } from '../remedy.ts';

/**
 * The flows and routes of one family of auth servers, as data. The flows keep `access` and, where there is one, `refresh`
 * in the session.
 */
export interface AuthStack {
  readonly id: string;
  readonly title: string;
  readonly login: Flow;
  /** Null where a session cannot be renewed without signing in. */
  readonly refresh: Flow | null;
  readonly logout: Flow | null;
  /** Protected GET routes to try, most likely first. `--api` names another. */
  readonly apiPaths: readonly string[];
  readonly remedies: Remedies;
}

/** The path of the last POST of a sign-in. */
export const loginPath = ({ login }: AuthStack): string =>
  login.steps.findLast(({ method }) => method === 'POST')?.path ?? login.steps[0]?.path ?? '/';
