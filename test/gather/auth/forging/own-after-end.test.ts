import { expect, test } from 'vitest';
import type { Session } from '../../../../src/flows/contract.ts';
import { emptySession } from '../../../../src/flows/interpreter.ts';
import type { AuthClient } from '../../../../src/gather/auth/contract.ts';
import { presentAfterEnd } from '../../../../src/gather/auth/forging/own-after-end.ts';

const NOW_S = Math.floor(Date.now() / 1_000);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const living = (lifetimeS: number): Session => ({
  ...emptySession,
  values: { access: `${part({ alg: 'HS256' })}.${part({ iat: NOW_S, exp: NOW_S + lifetimeS })}.s` },
});

/** The evidence about a server that accepts an access token for `acceptedS` after its issue, and the number of pauses. */
async function seen(lifetimeS: number, acceptedS: number) {
  let clockMs = Date.now();
  const pausesMs: number[] = [];
  const client = {
    signIn: async () => living(lifetimeS),
    readApi: async () => {
      const granted = clockMs / 1_000 - NOW_S <= acceptedS;
      return { status: granted ? 200 : 401, granted, show: () => undefined };
    },
    pause: async (ms: number) => {
      pausesMs.push(ms);
      clockMs = Date.now() + ms;
    },
  };
  const found = await presentAfterEnd(client as unknown as AuthClient, living(lifetimeS));
  return { found, pauses: pausesMs.length };
}

test.each([
  ['refuses it at once', 4, 4, { sinceEndS: 1, presented: { status: 401, granted: false } }, 1],
  ['tolerates two seconds', 4, 6, { sinceEndS: 5, presented: { status: 401, granted: false } }, 2],
  ['accepts it for ever', 4, 1_000, { sinceEndS: 5, presented: { status: 200, granted: true } }, 2],
])('an expired token at a server that %s', async (_what, lifetimeS, acceptedS, expected, pauses) =>
  expect(await seen(lifetimeS, acceptedS)).toEqual({ found: { lifetimeS, ...expected }, pauses }),
);

test.each([
  ['lives too long to wait', 11, 1_000],
  ['is refused before its end', 4, -1],
])('a token that %s shows nothing', async (_what, lifetimeS, acceptedS) =>
  expect(await seen(lifetimeS, acceptedS)).toEqual({ found: null, pauses: 0 }),
);

test('a session without a stated end shows nothing', async () =>
  expect(await presentAfterEnd({} as AuthClient, emptySession)).toBeNull());
