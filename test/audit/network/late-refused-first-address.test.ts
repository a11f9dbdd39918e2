import { expect, test } from 'vitest';
import { LATE_MS } from '../../../src/audit/network/address-facts.ts';
import { lateRefusedFirstAddress } from '../../../src/audit/network/late-refused-first-address.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, closed, loopback, refused, runserver, silent, untried } from '../literals.ts';

const check = (addresses: Addresses, subject = at()) => lateRefusedFirstAddress.check({ addresses }, subject);
const good = answering('127.0.0.1');

test.each([
  ['refused at the limit of promptness', loopback([refused('::1', LATE_MS), good]), 'pass'],
  ['refused just past it', loopback([refused('::1', LATE_MS + 1), good]), 'fail'],
  ['that accepts', loopback([answering('::1'), good]), 'pass'],
  ['that accepts late', loopback([answering('::1', 2_000), good]), 'pass'],
  ['that is silent for 5 s, which is another finding', loopback([closed('::1', 'timed-out', 5_000), good]), 'pass'],
  ['that was never tried', loopback([untried('::1'), good]), 'not-applicable'],
  ['refused late behind the one that works', loopback([good, refused('::1', 2_041)]), 'pass'],
  [
    'refused late before one that accepts and is silent',
    loopback([refused('::1', 2_041), silent('127.0.0.1')]),
    'fail',
  ],
  ['and no other', loopback([refused('::1', 2_041)]), 'not-applicable'],
  [
    'refused late, and the second one too',
    loopback([refused('::1', 2_041), refused('127.0.0.1', 2_041)]),
    'not-applicable',
  ],
])('a first address %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('visits that end in different ways are not a late refusal', () => {
  const mixed = closed('::1', 'refused', 2_041);
  const [first, ...rest] = mixed.cold;
  if (first === undefined) throw new Error('no visit');
  const cold = [first, ...rest.map((visit) => ({ ...visit, connect: 'timed-out' as const }))];
  expect(check(loopback([{ ...mixed, cold }, good])).outcome).toBe('pass');
});

test('a target of 127.0.0.1 shows the cost of localhost', () =>
  expect(check(loopback([refused('::1', 2_041), good]), at('127.0.0.1'))).toMatchObject({
    outcome: 'fail',
    costMs: 2_041,
  }));

test('a name elsewhere is judged by its own addresses', () => {
  const addresses = addressesOf({ 'app.test': [refused('10.0.0.1', 2_041), answering('10.0.0.2')] });
  expect(check(addresses, at('app.test'))).toMatchObject({ outcome: 'fail', costMs: 2_041 });
});

test.each([
  [499, 'medium'],
  [500, 'high'],
])('%i ms is of severity %s', (costMs, severity) =>
  expect(check(loopback([refused('::1', costMs), good]))).toMatchObject({ severity, costMs }),
);

test('every late refusal before the working address is paid', () => {
  const addresses = addressesOf({ localhost: [refused('::1', 2_000), refused('127.0.0.2', 1_000), good] });
  expect(check(addresses)).toMatchObject({ costMs: 3_000 });
});

test('the finding shows the listening process and both fixes', () =>
  expect(
    lateRefusedFirstAddress.check({ addresses: loopback([refused('::1', 2_041), good]), listeners: runserver }, at()),
  ).toMatchObject({
    summary:
      'localhost costs 2.04 s on every new connection: ::1 comes first and refuses only after 2.04 s; 127.0.0.1 answers in 2.2 ms.',
    facts: [{ text: 'python manage.py runserver (pid 4242) listens on 127.0.0.1:8000 only.' }, {}, {}],
    advice: [
      { command: 'http://127.0.0.1:8000', where: 'client', savesMs: 2_041 },
      { command: "python manage.py runserver '[::]:8000'", where: 'server', savesMs: 2_041 },
    ],
  }));

test('where the server is not known, the advice stays general', () =>
  expect(check(loopback([refused('::1', 2_041), good]))).toMatchObject({
    facts: [{ text: 'The listening process could not be read here.' }, {}, {}],
    advice: [{}, { do: 'make the server listen on 127.0.0.1 and on ::1, port 8000', command: null }],
  }));

const byNet = (accepted: boolean, address = '::1') => ({ connects: [{ address, accepted, connectMs: 2_061 }] });

test.each([
  ['.NET measured it', byNet(false), 2_061, 'refusal of ::1, measured by .NET', 3],
  ['.NET measured another address', byNet(false, '127.0.0.1'), 2_040, 'refusal of ::1, inferred', 4],
  ['.NET was accepted, so it was another server by then', byNet(true), 2_040, 'refusal of ::1, inferred', 4],
  ['it was not measured', undefined, 2_040, 'refusal of ::1, inferred', 4],
])('on Windows, where our own connect is refused at once and %s', (_what, windows, costMs, label, facts) => {
  const addresses = loopback([refused('::1'), good]);
  const evidence = { addresses, ...(windows === undefined ? {} : { 'windows-connects': windows }) };
  const opinion = lateRefusedFirstAddress.check(evidence, at('localhost', 'win32'));
  expect(opinion).toMatchObject({
    outcome: 'fail',
    costMs,
    facts: expect.arrayContaining([expect.objectContaining({ label })]),
  });
  expect(opinion.outcome === 'fail' && opinion.facts.length).toBe(facts);
});

test('on Windows, beyond loopback, our own connect is used', () => {
  const addresses = addressesOf({ 'app.test': [refused('10.0.0.1', 1), answering('10.0.0.2')] });
  expect(check(addresses, at('app.test', 'win32')).outcome).toBe('pass');
});

test('a server that is known by its header alone gets its own line, and the listening process is left open', () =>
  expect(check(loopback([refused('::1', 2_041), answering('127.0.0.1', 0.2, 'uvicorn')]))).toMatchObject({
    facts: expect.arrayContaining([{ kind: 'text', text: 'The listening process could not be read here.' }]),
    advice: [{}, { command: 'uvicorn --host :: --port 8000 …' }],
  }));

test.each([
  ['alone is another finding', loopback([refused('2001:db8::1', 2_041), good]), 'not-applicable'],
  [
    'before a loopback address that refuses late too',
    loopback([refused('2001:db8::1', 2_041), refused('::1', 2_041), good]),
    'fail',
  ],
])('an address of localhost that is not loopback, %s', (_what, addresses, outcome) =>
  expect(check(addresses).outcome).toBe(outcome),
);
