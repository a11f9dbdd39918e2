import { describe, expect, test } from 'vitest';
import type { forgeryCheck } from '../../../src/audit/auth/forgery-check.ts';
import type { Forgeries, ForgeryKind } from '../../../src/model/forgeries.ts';
import { at } from '../literals.ts';

const granted = { status: 200, granted: true };
const refused = { status: 401, granted: false };

export const forgeries = (over: Partial<Forgeries> = {}): Forgeries => ({
  token: 'jwt',
  algorithm: 'HS256',
  own: granted,
  garbage: refused,
  tried: [],
  famousSecretCharacters: null,
  intrusive: false,
  signer: 'none',
  ownAfterEnd: null,
  ...over,
});

const tried = (kind: ForgeryKind, ...presented: readonly Forgeries['own'][]): Forgeries =>
  forgeries({
    tried: presented.map((each, n) => ({ kind, variant: `form ${n + 1}`, presented: each, fetched: false })),
  });

/** What holds of each check of a token that must be refused. */
export function promises(check: ReturnType<typeof forgeryCheck>, kind: ForgeryKind): void {
  describe('a token that must be refused', () => {
    const opinion = (evidence: Forgeries) => check.check({ forgeries: evidence }, at());

    test.each([
      ['refused', [refused], 'pass'],
      ['answered 200 without the resource', [{ status: 200, granted: false }], 'pass'],
      ['accepted', [granted], 'fail'],
      ['accepted in one of several forms', [refused, granted], 'fail'],
      ['answered with 5xx, which shows no refusal', [refused, { status: 500, granted: false }], 'inconclusive'],
      ['throttled', [{ status: 429, granted: false }], 'inconclusive'],
      ['not answered', [{ status: 0, granted: false }], 'inconclusive'],
      ['accepted in one form and crashes in another', [{ status: 500, granted: false }, granted], 'fail'],
    ] as const)('a token that is %s', (_what, presented, outcome) =>
      expect(opinion(tried(kind, ...presented)).outcome).toBe(outcome),
    );

    test('a failure names the accepted forms only, and has a fix', () => {
      const found = opinion(tried(kind, refused, granted));
      expect(found).toMatchObject({ summary: expect.stringMatching(/^form 2 was accepted \(status 200\)\./) });
      expect(found).toMatchObject({ advice: [{ where: 'server' }] });
    });

    test.each([
      ['a session without a token', { token: 'none' }, 'not-applicable'],
      ['an own token that is refused', { own: refused }, 'inconclusive'],
      ['a route that needs no token', { garbage: granted }, 'not-applicable'],
      ['a form that could not be made', {}, 'not-applicable'],
    ] as const)('%s decides nothing', (_what, over, outcome) => expect(opinion(forgeries(over)).outcome).toBe(outcome));

    test('another kind of forgery says nothing about this one', () => {
      const other = kind === 'alg-none' ? 'token-in-query' : 'alg-none';
      expect(opinion(tried(other, granted)).outcome).toBe('not-applicable');
    });
  });
}

/** What holds besides where the token is made from the parts of a JWT. */
export const refusesOpaque = (check: ReturnType<typeof forgeryCheck>): void =>
  test('an opaque token cannot be forged in this way', () =>
    expect(check.check({ forgeries: forgeries({ token: 'opaque', algorithm: null }) }, at())).toMatchObject({
      outcome: 'not-applicable',
      summary: expect.stringContaining('opaque'),
    }));

/**
 * What holds besides where the token needs a valid signature.
 * @param absent a part of the reason where the key is known and no such token was tried.
 */
export const needsSigner = (check: ReturnType<typeof forgeryCheck>, absent: string): void =>
  test.each([
    ['none', '--signing-key-env'],
    ['other-key', 'does not sign the tokens'],
    ['refused', 'that it has not issued'],
    ['given-key', absent],
  ] as const)('without such a token the check does not apply: %s', (signer, because) =>
    expect(check.check({ forgeries: forgeries({ signer }) }, at())).toMatchObject({
      outcome: 'not-applicable',
      summary: expect.stringContaining(because),
    }),
  );
