import type { Exchange, Flow } from '../../flows/contract.ts';
import { stepsFrom, type WrittenExchange } from '../../flows/written.ts';
import type { AuthStack } from './contract.ts';

/** The id of the auth stack that a configuration describes. */
export const ownStackId = 'own';

/** An auth stack as people write it. */
export interface WrittenStack {
  readonly title?: string | undefined;
  readonly login: readonly WrittenExchange[];
  readonly refresh?: readonly WrittenExchange[] | undefined;
  readonly logout?: readonly WrittenExchange[] | undefined;
  /** Protected routes, most likely first. */
  readonly api: readonly string[];
}

/** @throws ToolError `bad-flow` (2) */
export const ownStack = ({
  title = 'the auth server of the configuration',
  login,
  refresh,
  logout,
  api,
}: WrittenStack): AuthStack => ({
  id: ownStackId,
  title,
  login: {
    id: 'login',
    title: 'sign in with name and password',
    noun: 'a login',
    needs: 'nothing',
    cost: 'hash',
    captures: 'session',
    steps: stepsFrom(login).map(renewing),
  },
  refresh: refresh === undefined ? null : refreshFlow(refresh),
  logout:
    logout === undefined
      ? null
      : { id: 'logout', title: 'end the session', noun: 'a logout', needs: 'session', steps: stepsFrom(logout) },
  apiPaths: api,
  remedies: {},
});

/** An access token may have expired by then, so that a refresh presents the cookies alone unless it says otherwise. */
const refreshFlow = (steps: readonly WrittenExchange[]): Flow => ({
  id: 'refresh',
  title: 'trade the refresh token for new tokens, each token used once',
  noun: 'a refresh',
  needs: 'session',
  captures: 'session',
  steps: stepsFrom(steps).map((step) => renewing({ present: 'cookie', ...step })),
});

/** A step that brings an access token renews it. */
function renewing(step: Exchange): Exchange {
  const brings = Object.hasOwn(step.capture ?? {}, 'access') && step.expect?.renews === undefined;
  return brings ? { ...step, expect: { ...step.expect, renews: ['access'] } } : step;
}
