import { expect, test } from 'vitest';
import { proxiedLocalhost } from '../../../src/audit/network/proxied-localhost.ts';
import { at } from '../literals.ts';

const check = (noProxy: readonly string[], host = 'localhost', variable: string | null = 'http_proxy') =>
  proxiedLocalhost.check({ 'proxy-environment': { variable, proxyHost: 'proxy.corp:3128', noProxy } }, at(host));

test('without a proxy there is nothing to exempt', () => expect(check([], 'localhost', null).outcome).toBe('pass'));

test.each([
  ['nothing', [], 'localhost', 'fail'],
  ['the name', ['localhost'], 'localhost', 'pass'],
  ['another spelling of this machine', ['127.0.0.1'], 'localhost', 'fail'],
  ['the address', ['127.0.0.1'], '127.0.0.1', 'pass'],
  ['the IPv6 address', ['::1'], '::1', 'pass'],
  ['everything', ['*'], 'localhost', 'pass'],
  ['the name with our port', ['localhost:8000'], 'localhost', 'pass'],
  ['the name with another port', ['localhost:9000'], 'localhost', 'fail'],
  ['the name above, with a dot', ['.localhost'], 'app.localhost', 'pass'],
  ['the name above, with a star', ['*.localhost'], 'app.localhost', 'pass'],
  ['the name above', ['localhost'], 'app.localhost', 'pass'],
  ['a name that only ends alike', ['host'], 'localhost', 'fail'],
  ['an empty entry', [''], 'localhost', 'fail'],
  ['one of several', ['corp.example', 'localhost'], 'localhost', 'pass'],
])('NO_PROXY with %s: %j for %s is %s', (_what, noProxy, host, outcome) =>
  expect(check(noProxy, host).outcome).toBe(outcome),
);

test('a server elsewhere may well be behind a proxy', () =>
  expect(check([], 'app.test').outcome).toBe('not-applicable'));

test('the line to paste keeps existing exemptions, once', () =>
  expect(check(['corp.example', '::1'])).toMatchObject({
    severity: 'high',
    facts: [{ text: 'NO_PROXY: corp.example, ::1' }],
    advice: [{ command: 'export NO_PROXY=corp.example,::1,localhost,127.0.0.1,.localhost' }],
  }));
