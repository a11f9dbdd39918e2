import { expect, test } from 'vitest';
import { inconclusive, securityAudit } from '../../src/audit/contract.ts';
import { exchangesOf } from '../../src/audit/exchanges.ts';
import type { ShownExchange } from '../../src/model/finding.ts';

const shown = (sent: string): ShownExchange => ({ sent, curl: `curl ${sent}`, came: '200' });

const described = {
  id: 'any',
  title: 'a defect',
  holds: 'it holds',
  group: 'rotation',
  standard: 'RFC 1',
  needs: ['logout'],
  uses: ['auth-surface'],
  check: () => inconclusive('undecidable'),
} as const;
const rule = securityAudit(described);
const choosing = securityAudit({ ...described, shows: () => [undefined, shown('chosen')] });

const logout = (...sent: readonly string[]) => ({ tried: sent.map((each) => ({ status: 200, shown: shown(each) })) });
const surface = { signIn: shown('sign-in') };

test.each([
  ['those of its evidence, in their order', rule, { logout: logout('a', 'b') }, ['a', 'b']],
  ['three at most', rule, { logout: logout('a', 'b', 'c', 'd') }, ['a', 'b', 'c']],
  ['each once', rule, { logout: logout('a', 'a', 'b') }, ['a', 'b']],
  ['the sign-in where the evidence has none', rule, { logout: {}, 'auth-surface': surface }, ['sign-in']],
  ['none where no sign-in was kept', rule, { logout: {} }, []],
  ['none where its evidence was not gathered', rule, { 'auth-surface': surface }, []],
  ['those that it chooses itself', choosing, { logout: logout('a') }, ['chosen']],
])('a check shows %s', (_what, check, values, sent) =>
  expect(exchangesOf(check, values).map((each) => each.sent)).toEqual(sent),
);
