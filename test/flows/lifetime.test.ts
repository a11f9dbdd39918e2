import { expect, test } from 'vitest';
import type { Session } from '../../src/flows/contract.ts';
import { accessTimes } from '../../src/flows/lifetime.ts';
import { jwt } from '../suites/literals.ts';

const signed = jwt({ iat: 1_000, exp: 1_900 });

const session = (values: Session['values'], issuedAtMs?: number): Session => ({
  values,
  cookies: [],
  ...(issuedAtMs === undefined ? {} : { issuedAtMs }),
});

test.each([
  [
    'a JWT states its own',
    session({ access: signed, lifetimeS: 60 }, 5),
    { issuedAtMs: 1_000_000, endsAtMs: 1_900_000 },
  ],
  ['seconds of the response', session({ access: 'x', lifetimeS: 60 }, 5), { issuedAtMs: 5, endsAtMs: 60_005 }],
  ['seconds as text', session({ access: 'x', lifetimeS: '3600' }, 0), { issuedAtMs: 0, endsAtMs: 3_600_000 }],
  [
    'milliseconds of the response',
    session({ access: 'x', lifetimeMs: 900_000 }, 5),
    { issuedAtMs: 5, endsAtMs: 900_005 },
  ],
  ['nothing states one', session({ access: 'x' }, 5), null],
  ['a session without a token', session({}), null],
  ['no number', session({ access: 'x', lifetimeS: 'soon' }, 5), null],
  ['zero', session({ access: 'x', lifetimeS: 0 }, 5), null],
])('the times of an access token: %s', (_what, of, times) => expect(accessTimes(of)).toEqual(times));
