import { expect, test } from 'vitest';
import { readProxyEnvironment } from '../../../src/gather/network/proxy-environment.ts';

test.each([
  ['no variable', 'http', {}, null, null],
  ['an empty one', 'http', { http_proxy: '' }, null, null],
  [
    'the lower case first',
    'http',
    { HTTP_PROXY: 'http://upper:1', http_proxy: 'http://lower:2' },
    'http_proxy',
    'lower:2',
  ],
  ['the one of its scheme', 'https', { http_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' }, 'HTTPS_PROXY', 'b:2'],
  ['the one for all', 'http', { ALL_PROXY: 'socks5://c:3' }, 'ALL_PROXY', 'c:3'],
  ['one without a scheme', 'http', { http_proxy: 'proxy.test:3128' }, 'http_proxy', 'proxy.test:3128'],
  ['one with a password, which is left out', 'http', { http_proxy: 'http://me:hunter2@p:8' }, 'http_proxy', 'p:8'],
] as const)('%s is read', (_what, scheme, environment, variable, proxyHost) =>
  expect(readProxyEnvironment({ scheme }, environment)).toEqual({ variable, proxyHost, noProxy: [] }),
);

test('exceptions are separated by commas or spaces', () =>
  expect(readProxyEnvironment({ scheme: 'http' }, { NO_PROXY: 'localhost, 127.0.0.1 .test,,' }).noProxy).toEqual([
    'localhost',
    '127.0.0.1',
    '.test',
  ]));
