import { afterAll, beforeAll, expect, test } from 'vitest';
import { jwtOf } from '../../../../src/gather/auth/forging/jwt.ts';
import { tryPermitted } from '../../../../src/gather/auth/forging/permitted.ts';
import { parseTarget } from '../../../../src/gather/target.ts';
import { givenKey } from '../../../../src/reference/mutants/wrong-claims.ts';
import { getMe, serve, type Served, signIn } from '../../../reference/client.ts';

let server: Served;
beforeAll(async () => {
  server = await serve({ ...givenKey.options, nowMs: Date.now });
});
afterAll(() => server.close());

interface Means {
  readonly intrusive?: boolean;
  readonly signingKey?: string | null;
}

/** The forgeries that these means allow, with the number of tokens that were presented. */
async function tried(means: Means, answers: (status: number) => boolean = (status) => status === 200) {
  const { access } = await signIn(server.url);
  const { signal } = new AbortController();
  const context = { target: parseTarget(server.url), signal, watch: () => {}, timeoutMs: 5_000, ...means };
  let presentedTokens = 0;
  const made = await tryPermitted(jwtOf(access), context, async (token) => {
    presentedTokens += 1;
    const { status } = await getMe(server.url, token);
    return { status, granted: answers(status), show: () => undefined };
  });
  return { ...made, presentedTokens };
}

const refused = { status: 401, granted: false };
const { signingKey = '' } = givenKey;

test('without a permission and a key no token is presented', async () =>
  expect(await tried({})).toEqual({ tried: [], intrusive: false, signer: 'none', presentedTokens: 0 }));

test('with the key the sound claims are accepted, and four wrong ones refused', async () => {
  const made = await tried({ signingKey });
  expect([made.signer, made.presentedTokens]).toEqual(['given-key', 5]);
  expect(made.tried.map(({ kind, presented }) => [kind, presented])).toEqual(
    ['expired', 'not-yet-valid', 'wrong-audience', 'wrong-issuer'].map((kind) => [kind, refused]),
  );
});

test('the key of another server is told from the one of this server, and no token is presented', async () =>
  expect(await tried({ signingKey: 'another' })).toMatchObject({ tried: [], signer: 'other-key', presentedTokens: 0 }));

test('where sound claims are refused, no wrong ones are presented', async () =>
  expect(await tried({ signingKey }, () => false)).toMatchObject({ tried: [], signer: 'refused', presentedTokens: 1 }));

test('with the permission three identifiers and two addresses are tried, and a sound server fetches none', async () => {
  const made = await tried({ intrusive: true });
  expect([made.intrusive, made.presentedTokens]).toEqual([true, 5]);
  expect(made.tried.map(({ kind, fetched }) => [kind, fetched])).toEqual([
    ['injected-kid', false],
    ['injected-kid', false],
    ['injected-kid', false],
    ['embedded-key', false],
    ['embedded-key', false],
  ]);
});

test('no evidence holds a part of the key or of a token', async () => {
  const made = JSON.stringify(await tried({ intrusive: true, signingKey }));
  expect(made).not.toContain(signingKey.slice(0, 8));
  expect(made).not.toMatch(/eyJ/);
});
