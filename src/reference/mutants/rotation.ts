import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../routes/contract.ts';
import type { Rotation, RotationOutcome, Store } from '../store/store.ts';
import type { Mutant } from './contract.ts';

const REFRESH = '/api/token/refresh/';

type Rotate = Store['rotate'];

/** A server with another rotation around that of the store. */
const rotating =
  (around: (rotate: Rotate, store: Store) => Rotate) =>
  (services: Services): Services => {
    const { store } = services;
    const rotate = around((rotation, origin) => store.rotate(rotation, origin), store);
    // The store is a class, whose methods stay on its prototype.
    return { ...services, store: Object.assign(Object.create(store), { rotate }) as Store };
  };

interface Family {
  newestHash: string;
  /** The rotations of a family, one after the other. */
  turn: Promise<unknown>;
}

interface Use {
  readonly rotation: Rotation;
  readonly sinceFirstMs: number;
}

/** A spent token is exchanged in place of the newest of its family as long as this says so. */
function acceptingSpent(accepts: (use: Use) => boolean): (services: Services) => Services {
  const families = new Map<string, Family>();
  const firstUses = new Map<string, number>();
  return rotating((rotate) => async (rotation, origin) => {
    const { presentedHash, successorHash } = rotation;
    const firstMs = firstUses.get(presentedHash) ?? origin.atMs;
    firstUses.set(presentedHash, firstMs);
    const family = families.get(presentedHash) ?? { newestHash: presentedHash, turn: Promise.resolve() };
    families.set(presentedHash, family);
    if (!accepts({ rotation, sinceFirstMs: origin.atMs - firstMs })) return rotate(rotation, origin);
    const exchange = async (): Promise<RotationOutcome> => {
      const outcome = await rotate({ ...rotation, presentedHash: family.newestHash }, origin);
      if (outcome !== 'rotated') return outcome;
      family.newestHash = successorHash;
      families.set(successorHash, family);
      return outcome;
    };
    const done = family.turn.then(exchange);
    family.turn = done.catch(() => {});
    return done;
  });
}

export const noRotation: Mutant = {
  id: 'no-rotation',
  title: 'returns an access token alone from a refresh',
  breaks: ['rotation-missing'],
  services: rotating(
    (rotate, store) => async (rotation, origin) =>
      (await store.isUnused(rotation.presentedHash, rotation.session.userId)) ? 'rotated' : rotate(rotation, origin),
  ),
  async answer({ request }, _services, route) {
    const reply = await route();
    if (request.url !== REFRESH || reply.status !== 200) return reply;
    if (typeof reply.body === 'string' || Buffer.isBuffer(reply.body)) return reply;
    const { refresh: _refresh, ...body } = { refresh: null, ...reply.body };
    return { ...reply, body };
  },
};

export const reuseAccepted: Mutant = {
  id: 'reuse-accepted',
  title: 'never marks a refresh token as used',
  breaks: ['rotation-reuse-accepted'],
  services: acceptingSpent(() => true),
};

/** More than the second of a double submit, and over before the next look, which is after a second and a half. */
const LONG_GRACE_MS = 1_200;

export const longGrace: Mutant = {
  id: 'long-grace',
  title: 'accepts a used refresh token for more than a second',
  breaks: ['grace-window'],
  services: acceptingSpent(({ sinceFirstMs }) => sinceFirstMs < LONG_GRACE_MS),
};

export const familySurvives: Mutant = {
  id: 'family-survives',
  title: 'refuses a used refresh token and leaves its session alive',
  breaks: ['reuse-leaves-family-alive'],
  services: rotating((rotate) => {
    const used = new Set<string>();
    return async (rotation, origin) => {
      if (used.has(rotation.presentedHash)) return 'reuse';
      const outcome = await rotate(rotation, origin);
      if (outcome === 'rotated') used.add(rotation.presentedHash);
      return outcome;
    };
  }),
};

/** Longer than the ten requests need to arrive. */
const CHECK_MS = 50;

/** Accepts a token in use by a request that is not answered yet. */
function checksBeforeClaim(): (services: Services) => Services {
  const spent = new Set<string>();
  const seenUnused = new Set<Rotation>();
  const exchange = acceptingSpent(({ rotation }) => seenUnused.has(rotation));
  const checking = rotating((rotate) => async (rotation, origin) => {
    if (!spent.has(rotation.presentedHash)) seenUnused.add(rotation);
    await sleep(CHECK_MS);
    spent.add(rotation.presentedHash);
    return rotate(rotation, origin);
  });
  return (services) => checking(exchange(services));
}

export const checkThenClaim: Mutant = {
  id: 'check-then-claim',
  title: 'looks whether a refresh token is unused, and marks it later',
  breaks: ['concurrent-refresh-race', 'concurrent-refresh-unlimited'],
  services: checksBeforeClaim(),
};

export const loserCrashes: Mutant = {
  id: 'loser-crashes',
  title: 'answers 500 to all but one of concurrent refreshes',
  breaks: ['concurrent-refresh-race'],
  async answer({ request }, _services, route) {
    const reply = await route();
    return request.url === REFRESH && reply.status === 429 ? { ...reply, status: 500 } : reply;
  },
};

export const doubleSubmitIsTheft: Mutant = {
  id: 'double-submit-is-theft',
  title: 'takes two refreshes at the same moment for a theft',
  breaks: ['race-kills-session'],
  // A window of less than nothing: a clock in ms shows the same time twice.
  services: rotating((rotate) => (rotation, origin) => rotate({ ...rotation, lockMs: -1 }, origin)),
};

const SESSION_COOKIE = 'sid=1; Path=/; HttpOnly; SameSite=Strict';

export const loserClearsCookie: Mutant = {
  id: 'loser-clears-cookie',
  title: 'deletes the session cookie with each refused refresh',
  breaks: ['race-loser-clears-cookie'],
  async answer({ request }, _services, route) {
    const reply = await route();
    const setting = { ...reply, headers: { ...reply.headers, 'Set-Cookie': SESSION_COOKIE } };
    if (request.url === '/api/token/') return setting;
    if (request.url !== REFRESH) return reply;
    if (reply.status === 200) return setting;
    return { ...reply, headers: { ...reply.headers, 'Set-Cookie': `${SESSION_COOKIE}; Max-Age=0` } };
  },
};

export const logoutForgets: Mutant = {
  id: 'logout-forgets',
  title: 'answers a logout and revokes nothing',
  breaks: ['logout-leaves-refresh-alive', 'logout-leaves-access-alive'],
  services: (services) => {
    const { store } = services;
    const revokeSession: Store['revokeSession'] = (session, reason, origin) =>
      reason === 'logout' ? Promise.resolve() : store.revokeSession(session, reason, origin);
    return { ...services, store: Object.assign(Object.create(store), { revokeSession }) as Store };
  },
};

export const signatureAlone: Mutant = {
  id: 'signature-alone',
  title: 'accepts an access token by its signature alone, also after logout',
  breaks: ['logout-leaves-access-alive'],
  options: { strictRevocation: false },
};
