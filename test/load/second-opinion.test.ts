import { expect, test } from 'vitest';
import { askAutocannon } from '../../src/load/second-opinion.ts';
import { targetAt } from '../audit/literals.ts';
import { startTokenServer } from './token-server.ts';

test('autocannon sends what it is asked to send, and wrong answers are errors', async () => {
  const server = await startTokenServer(({ served }, response) => {
    if (served % 10 !== 9) return false;
    response.writeHead(503).end();
    return true;
  });
  const opinion = await askAutocannon({
    suite: 'api',
    target: targetAt('127.0.0.1', server.port),
    request: { method: 'GET', path: '/api/me/?x=1', headers: { authorization: 'Bearer T' }, body: null },
    connections: 2,
    requests: 40,
    signal: new AbortController().signal,
  });
  server.die();
  expect(opinion).toMatchObject({ tool: 'autocannon', suite: 'api', connections: 2, n: 36, errors: 4 });
  expect(new Set(server.requests)).toEqual(new Set(['/api/me/?x=1']));
});
