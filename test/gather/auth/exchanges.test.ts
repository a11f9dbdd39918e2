import { expect, test } from 'vitest';
import type { GatherContext } from '../../../src/gather/context.ts';
import { lifetimes } from '../../../src/gather/auth/lifetimes.ts';
import { logout } from '../../../src/gather/auth/logout.ts';
import { race } from '../../../src/gather/auth/race.ts';
import { looksUntil, rotation } from '../../../src/gather/auth/rotation.ts';
import { parseTarget } from '../../../src/gather/target.ts';
import { accountOf, surface } from './simplejwt-surface.ts';
import { type Promises, sound, startTokenServer } from './token-server.ts';

const exchanges = { lifetimes, logout, race, rotation };
const account = accountOf('ada', 'pass-phrase');

/** The evidence of one exchange with a server that breaks some promises. */
async function evidenceOf(
  kind: keyof typeof exchanges,
  broken: Partial<Promises>,
  more: Pick<GatherContext, 'longestGraceMs'> = {},
): Promise<unknown> {
  const server = await startTokenServer({ ...sound, ...broken });
  const { signal } = new AbortController();
  try {
    const context = { target: parseTarget(server.url), signal, watch: () => {}, timeoutMs: 5_000, ...more };
    const outcome = await exchanges[kind].gather({ account, 'auth-surface': surface }, context);
    return outcome?.ok === true ? outcome.value : outcome;
  } finally {
    server.stop();
  }
}

const granted = { status: 200, granted: true };
const refused = { status: 401, granted: false };

test.each([
  ['a sound server', {}, { successor: 'new', reuse: refused, newestAfterReuse: refused }],
  ['one that does not rotate', { rotates: false }, { successor: 'none', reuse: granted, newestAfterReuse: null }],
  [
    'one that accepts a spent token for 700 ms',
    { graceMs: 700 },
    { successor: 'new', reuse: refused, newestAfterReuse: refused, grace: { endedByMs: expect.any(Number) } },
  ],
  ['one whose tokens are equal within a second', { secondsAsId: true }, { successor: 'new', reuse: refused }],
  ['one that keeps the session', { endsSessionOnReuse: false }, { reuse: refused, newestAfterReuse: granted }],
])('rotation: %s', async (_server, broken, expected) =>
  expect(await evidenceOf('rotation', broken)).toMatchObject({ issued: true, ...expected }),
);

test.each([
  [0, { graceMs: 700 }, { reuse: granted, newestAfterReuse: granted, grace: { endedByMs: null } }],
  [600, { graceMs: 700 }, { reuse: granted, grace: { endedByMs: null } }],
  [1_000, { graceMs: 700 }, { reuse: refused, grace: { endedByMs: expect.any(Number) } }],
  [0, {}, { reuse: refused, grace: null }],
  [600, { refusesReuse: false }, { reuse: granted, newestAfterReuse: granted, grace: { endedByMs: null } }],
])('rotation: the end of a grace is looked for %d ms', async (longestGraceMs, broken, expected) =>
  expect(await evidenceOf('rotation', broken, { longestGraceMs })).toMatchObject({ successor: 'new', ...expected }),
);

test.each([
  [undefined, [500, 1_000, 1_500, 2_000, 4_000, 8_000, 12_000]],
  [0, []],
  [100, [100]],
  [1_500, [500, 1_000, 1_500]],
  [60_000, [500, 1_000, 1_500, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]],
])(
  'a spent token is looked at until the longest grace ends, by default until after a common one of 10 s: %s ms',
  (longestMs, looks) => expect(looksUntil(longestMs)).toEqual(looks),
);

test.each([
  ['a sound server', {}, { logout: { status: 200 }, refreshAfter: refused, accessAfter: { status: 401 } }],
  ['one that revokes nothing', { revokesOnLogout: false }, { refreshAfter: granted, accessAfter: { status: 200 } }],
])('logout: %s', async (_server, broken, expected) =>
  expect(await evidenceOf('logout', broken)).toMatchObject(expected),
);

test('race: one of ten presentations is granted where a token is claimed in one step, in each trial', async () => {
  const one = { granted: 1, distinctSuccessors: 1, statuses: { 200: 1, 401: 9 } };
  const { trials, ...rest } = (await evidenceOf('race', { endsSessionOnReuse: false })) as {
    trials: readonly unknown[];
  };
  expect(rest).toEqual({
    atOnce: 10,
    hasCookies: false,
    excludedWindowMs: expect.any(Number),
    shown: [expect.anything(), expect.anything()],
  });
  expect(trials.length).toBeGreaterThanOrEqual(5);
  expect(trials).toMatchObject(trials.map(() => one));
});

test('race: a token that can be claimed twice ends the trials, and its successors are counted as usable', async () => {
  const seen = (await evidenceOf('race', { claimsAtomically: false })) as { trials: readonly unknown[] };
  expect(seen.trials).toMatchObject([
    { statuses: { 200: 10 }, granted: 10, distinctSuccessors: 10, usableSuccessors: 10 },
  ]);
});

test('race: a server that does not rotate is looked at twice and no more', async () => {
  const seen = (await evidenceOf('race', { rotates: false })) as { trials: readonly unknown[] };
  expect(seen.trials).toMatchObject([
    { granted: 10, distinctSuccessors: 0 },
    { granted: 10, distinctSuccessors: 0 },
  ]);
});

test.each([
  ['in the tokens', {}, { accessS: 900, refreshS: 43_200 }],
  ['of opaque tokens', { lifetimesS: null }, { accessS: null, refreshS: null }],
])('lifetimes %s', async (_where, broken, expected) => expect(await evidenceOf('lifetimes', broken)).toEqual(expected));

test('lifetimes of tokens without iat count from the sign-in', async () => {
  const { accessS, refreshS } = (await evidenceOf('lifetimes', { statesIat: false })) as Record<string, number>;
  // Whole seconds, and the clock may pass one between the two readings.
  expect([900, 899, 901]).toContain(accessS);
  expect([43_200, 43_199, 43_201]).toContain(refreshS);
});
