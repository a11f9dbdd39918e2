import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { badInput } from '../../../../src/gather/auth/bad-input/gatherer.ts';
import { parseTarget } from '../../../../src/gather/target.ts';
import { accountOf, surface } from '../simplejwt-surface.ts';
import { withoutShown } from '../without-shown.ts';

const USERNAME = 'ada';
const account = accountOf(USERNAME, 'pass-phrase');

interface Seen {
  readonly line: string;
  readonly body: string;
}

/** The evidence of a server that answers all alike, or closes the connection, and the requests that it saw. */
async function sentTo(status: number | 'closes') {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ line: `${request.method} ${request.url}`, body });
      if (status === 'closes') return request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
      return response.end('{"detail":"no"}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { signal } = new AbortController();
    const context = { target: parseTarget(url), signal, watch: () => {}, timeoutMs: 5_000 };
    const outcome = await badInput.gather({ account, 'auth-surface': surface }, context);
    if (outcome?.ok !== true) throw new Error('no evidence');
    return { seen, tried: withoutShown(outcome.value.tried) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('no request names the account or its password, and their number is bounded', async () => {
  const { seen } = await sentTo(401);
  expect(seen.filter(({ body }) => body.includes(`"${USERNAME}"`) || body.includes('pass-phrase'))).toEqual([]);
  expect(seen.length).toBeLessThanOrEqual(60);
});

test('login, refresh and protected route get their kinds of input', async () => {
  const { tried } = await sentTo(401);
  const kindsOf = (route: string) => [...new Set(tried.filter((each) => each.route === route).map(({ kind }) => kind))];
  const bodies = [
    'unknown',
    'malformed-json',
    'missing-field',
    'wrong-type',
    'wrong-content-type',
    'odd-text',
    'oversized',
  ];
  expect(kindsOf('login route')).toEqual([...bodies, 'wrong-method']);
  expect(kindsOf('refresh route')).toEqual([...bodies, 'broken-token']);
  expect(kindsOf('protected route')).toEqual([
    'no-credentials',
    'unknown',
    'malformed-header',
    'broken-token',
    'oversized',
  ]);
});

test('each answer is reduced to facts', async () => {
  const { tried } = await sentTo(401);
  expect(tried.find(({ kind }) => kind === 'malformed-json')).toEqual({
    route: 'refresh route',
    kind: 'malformed-json',
    variant: 'JSON cut off',
    form: 'json',
    answer: {
      answered: true,
      status: 401,
      granted: false,
      mediaType: 'application/json',
      bodyCharacters: 15,
      isJson: true,
      hasAllow: false,
      hasRetryAfter: true,
      leaks: [],
    },
  });
});

test('a closed connection is an answer of its own', async () => {
  const { tried } = await sentTo('closes');
  // The long header is refused before the server sees it.
  const read = tried.filter(({ kind }) => kind !== 'oversized');
  expect(new Set(read.map(({ answer }) => (answer.answered ? answer.status : answer.code)))).toEqual(
    new Set(['reset']),
  );
});
