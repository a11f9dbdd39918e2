import { refuse } from '../http/refusals.ts';
import { withoutHeader } from './bad-input.ts';
import { DEFAULT_THROTTLE } from '../options.ts';
import type { Store } from '../store/store.ts';
import { createThrottle } from '../throttle.ts';
import type { Mutant } from './contract.ts';

/** Thrown from the record of the failure to the answer of the same request. */
class UnknownName extends Error {}

export const unknownNameSaid: Mutant = {
  id: 'unknown-name-said',
  title: 'says that a name is unknown',
  breaks: ['user-enumeration-by-message'],
  services(services) {
    const { store } = services;
    // After the record: without its commit an unknown name is answered sooner, which is another defect.
    const own: Pick<Store, 'recordFailedLogin'> = {
      async recordFailedLogin(entry, attempt) {
        await store.recordFailedLogin(entry, attempt);
        if (entry.userId === null) throw new UnknownName();
      },
    };
    return { ...services, store: Object.assign(Object.create(store), own) as Store };
  },
  async answer(_call, _services, route) {
    try {
      return await route();
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      const reply = refuse('no_active_account');
      return { ...reply, body: { ...Object(reply.body), detail: 'No such user.' } };
    }
  },
};

/** Of the throttle, in which failures count. */
const WINDOW_MS = 300_000;

/** Longer than any difference that noise makes, so that the mutant is found beside a busy core. */
const HASH_MS = 60;

export const unknownNameIsQuick: Mutant = {
  id: 'unknown-name-is-quick',
  title: 'hashes the password of known names only',
  breaks: ['user-enumeration-by-timing'],
  services: (services) => {
    const { passwords } = services;
    const verify: typeof passwords.verify = async (password, hash) => {
      if (hash === null) return false;
      const [isRight] = await Promise.all([
        passwords.verify(password, hash),
        new Promise((resolve) => setTimeout(resolve, HASH_MS)),
      ]);
      return isRight;
    };
    return { ...services, passwords: { ...passwords, verify } };
  },
};

export const unthrottled: Mutant = {
  id: 'unthrottled',
  title: 'lets passwords be guessed without a limit',
  breaks: ['login-unthrottled'],
  options: { throttle: { failures: 1_000_000, windowSeconds: 300 } },
};

export const failuresUnlogged: Mutant = {
  id: 'failures-unlogged',
  title: 'leaves failed logins out of its audit log',
  breaks: ['audit-log-incomplete'],
  services(services) {
    const { store } = services;
    const failures = new Map<string, number>();
    const own: Pick<Store, 'recordFailedLogin' | 'failedLogins'> = {
      async recordFailedLogin(_entry, { attempt }) {
        failures.set(attempt, (failures.get(attempt) ?? 0) + 1);
      },
      failedLogins: async ({ attempt }, nowMs) => ({ count: failures.get(attempt) ?? 0, endsAtMs: nowMs + WINDOW_MS }),
    };
    const silent = Object.assign(Object.create(store), own) as Store;
    return { ...services, store: silent, throttle: createThrottle(silent, DEFAULT_THROTTLE) };
  },
};

export const withoutRetryAfter: Mutant = {
  id: 'without-retry-after',
  title: 'leaves Retry-After out of a 429',
  breaks: ['missing-retry-after'],
  rewrite: (reply) => (reply.status === 429 ? withoutHeader(reply, 'Retry-After') : reply),
};
