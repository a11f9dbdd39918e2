import type { Capture, Exchange, Flow, Place } from '../../flows/contract.ts';
import type { Lifetime } from './contract.ts';

type Steps = Flow['steps'];

/** A step that brings an access token renews it. */
const renewing = (steps: Steps): Steps =>
  steps.map((step: Exchange) => {
    const brings = Object.hasOwn(step.capture ?? {}, 'access') && step.expect?.renews === undefined;
    return brings ? { ...step, expect: { ...step.expect, renews: ['access'] } } : step;
  });

export const loginFlow = (...steps: Steps): Flow => ({
  id: 'login',
  title: 'sign in with name and password',
  noun: 'a login',
  needs: 'nothing',
  cost: 'hash',
  captures: 'session',
  steps: renewing(steps),
});

/** An access token may have expired by then, so that a refresh presents the cookies alone unless it says otherwise. */
export const refreshFlow = (...steps: Steps): Flow => ({
  id: 'refresh',
  title: 'trade the refresh token for new tokens, each token used once',
  noun: 'a refresh',
  needs: 'session',
  captures: 'session',
  steps: renewing(steps.map((step) => ({ present: 'cookie', ...step }))),
});

/** Some logout routes require the access token too, so that it is sent where there is one. */
export const logoutFlow = (...steps: Steps): Flow => ({
  id: 'logout',
  title: 'end the session',
  noun: 'a logout',
  needs: 'session',
  steps,
});

/** Where a response has its tokens. */
export interface TokenPlaces {
  readonly access: Place;
  readonly refresh?: Place;
  readonly lifetime?: Lifetime | undefined;
}

/** Without rotation the response to a refresh contains no refresh token, and the session keeps the one it has. */
export const tokens = ({ access, refresh, lifetime }: TokenPlaces): Readonly<Record<string, Capture>> => ({
  access,
  ...(refresh === undefined ? {} : { refresh: { from: refresh, optional: true } }),
  ...(lifetime === undefined ? {} : lifetimeCapture(lifetime)),
});

const lifetimeCapture = ({ from, unit }: Lifetime): Readonly<Record<string, Capture>> => ({
  [unit === 's' ? 'lifetimeS' : 'lifetimeMs']: { from, optional: true },
});
