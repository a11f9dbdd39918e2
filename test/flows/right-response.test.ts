import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile.ts';
import { rightResponses } from '../../src/flows/right-response.ts';

test.each([
  ['a word', 'ready'],
  ['a name in quotes', '"session"'],
  ['a name and its value', '"status":"ok"'],
])('a right response has the expected text, and is JSON: %s', (_what, contains) => {
  const flow = compileFlow({
    id: 'read',
    title: 'read',
    noun: 'a read',
    needs: 'nothing',
    steps: [
      { id: 'read', method: 'GET', path: '/', capture: { id: 'json:data.id' }, expect: { json: true, contains } },
    ],
  });
  const [response] = rightResponses(flow, '1');
  expect(response?.body).toContain(contains);
  expect(JSON.parse(response?.body ?? '')).toMatchObject({ data: { id: expect.any(String) } });
});
