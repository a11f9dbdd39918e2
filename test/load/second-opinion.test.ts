import { expect, test } from 'vitest';
import { askAutocannon } from '../../src/load/second-opinion.ts';
import { workloadFor } from '../../src/suites/index.ts';
import { targetAt } from '../audit/literals.ts';
import { suiteContext, measuring, users as usersOf } from './measured.ts';
import { startTokenServer } from './token-server.ts';

const users = usersOf(2);

test('autocannon sends the flow, and wrong responses are errors', async () => {
  const server = await startTokenServer(({ served }, response) => {
    if (served % 10 !== 9) return false;
    response.writeHead(503).end();
    return true;
  });
  const { opinion } = await askAutocannon({
    suite: 'api',
    workload: workloadFor({ ...suiteContext, apiPath: '/api/me/?x=1' }, 'api'),
    target: targetAt('127.0.0.1', server.port),
    users,
    requests: 40,
    signal: new AbortController().signal,
  });
  server.stop();
  expect(opinion).toMatchObject({ tool: 'autocannon', suite: 'api', connections: 2, n: 36, errors: 4 });
  expect(new Set(server.requests)).toEqual(new Set(['/api/me/?x=1']));
});

test('each connection has its own chain: no token is presented twice, and the users have their latest tokens', async () => {
  const server = await startTokenServer();
  const { opinion, users: after } = await askAutocannon({
    ...measuring('refresh'),
    target: targetAt('127.0.0.1', server.port),
    users,
    requests: 40,
    signal: new AbortController().signal,
  });
  server.stop();
  expect(opinion).toMatchObject({ suite: 'refresh', n: 40, errors: 0 });
  expect(server.presented.size).toBe(40);
  expect(new Set(server.presented.values())).toEqual(new Set([1]));
  expect(after.every(({ session }) => !server.presented.has(String(session.values['refresh'])))).toBe(true);
});
