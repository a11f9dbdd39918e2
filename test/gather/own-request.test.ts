import { expect, test } from 'vitest';
import type { Exchange, Flow } from '../../src/flows/contract.ts';
import { ownRequestOf } from '../../src/gather/own-request.ts';
import { targetAt } from '../audit/literals.ts';

const post: Exchange = { id: 'post', method: 'POST', path: '/notes', body: { text: 'n={{n}}', type: 'text/plain' } };
const flow = (over: Partial<Flow> = {}): Flow => ({
  id: 'url',
  title: 'POST /notes',
  noun: 'a request',
  needs: 'nothing',
  steps: [post],
  ...over,
});
const made = (...own: readonly Flow[]) => ownRequestOf({ target: targetAt('127.0.0.1') }, { own });

test('each request has values of its own', () => {
  const make = made(flow());
  const [first, second] = [make?.(), make?.()];
  expect(first).toMatchObject({ method: 'POST', path: '/notes', headers: { 'content-type': 'text/plain' } });
  expect(first?.body).toMatch(/^n=\d+$/);
  expect(second?.body).not.toBe(first?.body);
});

test('the first flow that is one such request is taken', () =>
  expect(made(flow({ steps: [{ ...post, method: 'GET' }] }), flow())?.()).toMatchObject({ path: '/notes' }));

test.each([
  ['no flow', null],
  ['a GET', flow({ steps: [{ id: 'get', method: 'GET', path: '/' }] })],
  ['a DELETE', flow({ steps: [{ id: 'delete', method: 'DELETE', path: '/' }] })],
  ['a POST without a body', flow({ steps: [{ id: 'post', method: 'POST', path: '/' }] })],
  ['two steps', flow({ steps: [post, post] })],
  ['a flow with a session', flow({ needs: 'session' })],
  ['a password hash', flow({ cost: 'hash' })],
  ['the auth server', flow({ steps: [{ ...post, origin: 'auth' }] })],
  ['a value that is missing', flow({ steps: [{ ...post, path: '/{{env.NONE}}' }] })],
])('nothing is sent for %s', (_what, own) => expect(own === null ? made() : made(own)).toBeNull());
