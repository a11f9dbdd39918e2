import { expect, test } from 'vitest';
import { LATE_MS } from '../../../src/audit/network/address-facts.ts';
import { oneFamilyListener } from '../../../src/audit/network/one-family-listener.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, closed, loopback, refused, runserver, silent } from '../literals.ts';

const check = (addresses: Addresses, subject = at()) => oneFamilyListener.check({ addresses }, subject);
const four = answering('127.0.0.1');
const six = answering('::1');

test.each([
  ['both accept', loopback([six, four]), 'pass'],
  ['both accept, one is silent', loopback([silent('::1'), four]), 'pass'],
  ['::1 is refused at once', loopback([refused('::1'), four]), 'fail'],
  ['127.0.0.1 is refused at once', loopback([six, refused('127.0.0.1')]), 'fail'],
  ['::1 is refused at the limit of promptness', loopback([refused('::1', LATE_MS), four]), 'fail'],
  ['::1 is refused late, another finding', loopback([refused('::1', LATE_MS + 1), four]), 'not-applicable'],
  ['::1 never answers, another finding', loopback([closed('::1', 'timed-out', 5_000), four]), 'not-applicable'],
  ['no address accepts', loopback([refused('::1'), refused('127.0.0.1')]), 'not-applicable'],
])('where %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('a late refusal behind the working address has no other finding', () =>
  expect(check(loopback([four, refused('::1', LATE_MS + 1)])).outcome).toBe('fail'));

test('an address that refused only once is not missing', () => {
  const shaky = { ...six, cold: [...refused('::1').cold, ...closed('::1', 'timed-out').cold] };
  expect(check(loopback([shaky, four])).outcome).toBe('not-applicable');
});

test('a refusal of ::1 has no effect where localhost does not resolve to it', () =>
  expect(check(addressesOf({ localhost: [four], '127.0.0.1': [four], '::1': [refused('::1')] })).outcome).toBe('pass'));

test.each([
  ['127.0.0.1', [refused('::1'), four]],
  ['::1', [six, refused('127.0.0.1')]],
])('a URL that names %s, which accepts, is not affected', (host, rows) =>
  expect(check(loopback(rows), at(host))).toMatchObject({
    outcome: 'note',
    summary: expect.stringContaining(`the URL names ${host}, which accepts`),
  }),
);

test('a URL that names the refused address is affected', () =>
  expect(check(loopback([refused('::1'), four]), at('::1')).outcome).toBe('fail'));

test('a server elsewhere need not listen on loopback', () =>
  expect(check(loopback([refused('::1'), four]), at('app.test')).outcome).toBe('not-applicable'));

test.each([
  ['::1', loopback([refused('::1'), four]), 'Node 17–19 fail outright', 'http://127.0.0.1:8000'],
  ['127.0.0.1', loopback([six, refused('127.0.0.1')]), 'Java for example', 'http://[::1]:8000'],
])('where %s is missing, it names the affected clients', (_what, addresses, effect, command) =>
  expect(check(addresses)).toMatchObject({
    severity: 'low',
    costMs: null,
    summary: expect.stringContaining(effect),
    advice: [{ command }, { where: 'server' }],
  }),
);

test('a known server gets the advice to listen on both', () =>
  expect(
    oneFamilyListener.check({ addresses: loopback([refused('::1'), four]), listeners: runserver }, at()),
  ).toMatchObject({ advice: [{}, { command: "python manage.py runserver '[::]:8000'" }] }));

test('a server that is known by its header alone gets its own line, and the listening process is left open', () =>
  expect(check(loopback([refused('::1'), answering('127.0.0.1', 0.2, 'uvicorn')]))).toMatchObject({
    facts: expect.arrayContaining([{ kind: 'text', text: 'The listening process could not be read here.' }]),
    advice: [{}, { command: 'uvicorn --host :: --port 8000 …' }],
  }));

test.each([
  ['not measured, 2 s are known', undefined, 'not-applicable'],
  ['late for .NET too', [{ address: '::1', accepted: false, connectMs: 2_043 }], 'not-applicable'],
  ['prompt for .NET', [{ address: '::1', accepted: false, connectMs: 3 }], 'fail'],
])('on Windows a first ::1 whose refusal is %s has one finding', (_what, connects, outcome) => {
  const evidence = { addresses: loopback([refused('::1'), four]) };
  const windows = connects === undefined ? {} : { 'windows-connects': { connects } };
  const opinion = oneFamilyListener.check({ ...evidence, ...windows }, at('localhost', 'win32'));
  expect(opinion.outcome).toBe(outcome);
  expect(opinion.summary).not.toContain('nothing here');
});

test('where no client waits or fails, a refused address is a note', () =>
  expect(check(loopback([four, refused('::1')]))).toMatchObject({
    outcome: 'note',
    summary: expect.stringContaining('no client in its list waits or fails for localhost'),
  }));

test('it names the clients that fail', () =>
  expect(check(loopback([refused('::1'), four]))).toMatchObject({
    facts: expect.arrayContaining([
      { kind: 'text', text: expect.stringMatching(/^Clients that fail or wait here: Node/) },
    ]),
  }));
