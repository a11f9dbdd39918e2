import { expect, test } from 'vitest';
import { brokenBody } from '../../../src/audit/http/broken-body.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import { answering, at, loopback, refused } from '../literals.ts';

const check = (rows: readonly AddressVisits[]) => brokenBody.check({ addresses: loopback(rows) }, at());
const withBody = (body: AddressVisits['body']): AddressVisits => ({ ...answering('127.0.0.1'), body });

test.each([
  ['cut-short', 'closes the connection before the end of the body that its header announces', 'read the log'],
  ['excess', 'sends more bytes than its Content-Length states', 'in bytes, not in characters'],
  ['malformed', 'sends a body whose chunks are malformed', 'the HTTP library'],
] as const)('a body that is %s is a finding with the right next step', (body, summary, advice) =>
  expect(check([refused('::1'), withBody(body)])).toMatchObject({
    outcome: 'fail',
    summary: expect.stringContaining(summary),
    facts: [{ text: `127.0.0.1: status 200, body ${body}` }],
    advice: [{ do: expect.stringContaining(advice), where: 'server' }],
  }),
);

test.each([
  ['is whole', withBody('whole')],
  ['is longer than what is read', withBody('too-long')],
  ['never ends, as a stream of events', withBody('unfinished')],
  ['was not recorded, in an earlier version', withBody(null)],
])('a body that %s is none', (_what, row) => expect(check([row]).outcome).toBe('pass'));

test('without an answer there is no body', () => expect(check([refused('127.0.0.1')]).outcome).toBe('not-applicable'));
