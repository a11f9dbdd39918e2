import { expect, test } from 'vitest';
import { requestLine, slugOf, stepsFrom } from '../../src/flows/written.ts';

test.each([
  ['/api/orders', { method: 'GET', path: '/api/orders' }],
  ['GET /', { method: 'GET', path: '/' }],
  ['  post   /api/orders?a=1 ', { method: 'POST', path: '/api/orders?a=1' }],
  ['DELETE /api/orders/{{step.id}}', { method: 'DELETE', path: '/api/orders/{{step.id}}' }],
])('"%s" is a request', (text, line) => expect(requestLine(text)).toEqual(line));

test.each(['', 'GET', 'PSOT /x', 'GET x', 'http://localhost/x', 'GET /a /b', 'GET  '])('"%s" is no request', (text) =>
  expect(() => requestLine(text)).toThrow('is no request. Expected a method and a path'),
);

test.each([
  ['POST /api/carts/{{step.cart}}/items', 'post-api-carts-items'],
  ['GET /?q=secret#x', 'get'],
  [`GET /${'a'.repeat(90)}`, `get-${'a'.repeat(56)}`],
  ['GET /ä/ö', 'get'],
])('the id of "%s" is %s', (text, id) => expect(slugOf(text)).toBe(id));

test('steps get ids that are unique, and one status becomes a list', () =>
  expect(
    stepsFrom([
      { request: '/a', expect: { status: 204 } },
      { request: 'GET /a', form: { q: '1' } },
      { request: 'GET /a', id: 'own', text: '<a/>', type: 'text/xml' },
    ]),
  ).toEqual([
    { id: 'get-a', method: 'GET', path: '/a', expect: { status: [204] } },
    { id: 'get-a-2', method: 'GET', path: '/a', body: { form: { q: '1' } } },
    { id: 'own', method: 'GET', path: '/a', body: { text: '<a/>', type: 'text/xml' } },
  ]));

test('a request with two bodies is refused', () =>
  expect(() => stepsFrom([{ request: 'POST /a', json: {}, text: 'x' }])).toThrow('has several bodies'));
