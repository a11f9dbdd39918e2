import { expect, test } from 'vitest';
import { askAutocannon } from '../../src/load/second-opinion.ts';
import { suites } from '../../src/suites/index.ts';
import { simplejwt } from '../../src/targets/auth/simplejwt.ts';
import { targetAt } from '../audit/literals.ts';
import { startTokenServer } from './token-server.ts';

const users = [0, 1].map((index) => ({
  credentials: { username: `user${index}`, password: 'pass phrase' },
  tokens: { access: `first-access-${index}`, refresh: `first-refresh-${index}` },
}));

test('autocannon sends what it is asked to send, and wrong answers are errors', async () => {
  const server = await startTokenServer(({ served }, response) => {
    if (served % 10 !== 9) return false;
    response.writeHead(503).end();
    return true;
  });
  const { opinion } = await askAutocannon({
    suite: suites.api,
    target: targetAt('127.0.0.1', server.port),
    ground: { stack: simplejwt, apiPath: '/api/me/?x=1' },
    users,
    requests: 40,
    signal: new AbortController().signal,
  });
  server.die();
  expect(opinion).toMatchObject({ tool: 'autocannon', suite: 'api', connections: 2, n: 36, errors: 4 });
  expect(new Set(server.requests)).toEqual(new Set(['/api/me/?x=1']));
});

test('each connection has a chain: no token is presented twice, and the users come back with the last', async () => {
  const server = await startTokenServer();
  const { opinion, users: after } = await askAutocannon({
    suite: suites.refresh,
    target: targetAt('127.0.0.1', server.port),
    ground: { stack: simplejwt, apiPath: '/api/me/' },
    users,
    requests: 40,
    signal: new AbortController().signal,
  });
  server.die();
  expect(opinion).toMatchObject({ suite: 'refresh', n: 40, errors: 0 });
  expect(server.presented.size).toBe(40);
  expect(new Set(server.presented.values())).toEqual(new Set([1]));
  expect(after.every(({ tokens }) => tokens.refresh !== null && !server.presented.has(tokens.refresh))).toBe(true);
});
