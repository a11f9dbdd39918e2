import { expect, test } from 'vitest';
import { clientAddress } from '../../src/reference/client-address.ts';
import { post, serve, USER } from './client.ts';

const NGINX = '127.0.0.1';

test.each<[what: string, source: 'socket' | 'forwarded', peer: string, header: string | undefined, address: string]>([
  ['no header is read unasked', 'socket', NGINX, '192.0.2.7', NGINX],
  ['the entry of the proxy is read', 'forwarded', NGINX, '192.0.2.7', '192.0.2.7'],
  ['only the last entry is read, which the proxy has added', 'forwarded', NGINX, '10.6.6.6, 192.0.2.7', '192.0.2.7'],
  ['IPv6', 'forwarded', '::1', '10.6.6.6,2001:db8::7', '2001:db8::7'],
  ['a peer on a dual-stack socket', 'forwarded', '::ffff:127.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['a peer on another machine is no proxy', 'forwarded', '192.0.2.66', '192.0.2.7', '192.0.2.66'],
  ['without the header, the peer', 'forwarded', NGINX, undefined, NGINX],
  ['an entry that is no address', 'forwarded', NGINX, '192.0.2.7, |refresh|ok', NGINX],
  ['an address with a port', 'forwarded', NGINX, '192.0.2.7:4711', NGINX],
  ['an empty last entry', 'forwarded', NGINX, '192.0.2.7,', NGINX],
])('%s', (_what, source, remoteAddress, header, address) => {
  const socket = { remoteAddress } as Parameters<typeof clientAddress>[0]['socket'];
  expect(clientAddress({ headers: { 'x-forwarded-for': header }, socket }, source)).toBe(address);
});

test('behind a proxy, clients are throttled by the address that the proxy adds, which a client cannot choose', async () => {
  const server = await serve({ clientAddress: 'forwarded', throttle: { failures: 2, windowSeconds: 60 } });
  const login = async (forwardedFor: string, password = 'wrong'): Promise<number> =>
    (await post(server.url, '/api/token/', { ...USER, password }, { 'X-Forwarded-For': forwardedFor })).status;
  const statuses = [
    await login('192.0.2.7'),
    await login('10.0.0.1, 192.0.2.7'),
    await login('10.0.0.2, 192.0.2.7', USER.password),
    await login('192.0.2.8', USER.password),
  ];
  await server.close();
  expect(statuses).toEqual([401, 401, 429, 200]);
});
