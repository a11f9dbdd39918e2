import { expect, test } from 'vitest';
import { envNamesIn } from '../../src/flows/env-names.ts';

test('each environment variable that a template names is listed once', () =>
  expect(
    envNamesIn([
      {
        id: 'a',
        title: 'a',
        noun: 'a request',
        steps: [
          { id: 'x', method: 'GET', path: '/{{env.PART}}', headers: { 'x-api-key': '{{ env.KEY }}' } },
          { id: 'y', method: 'POST', path: '/{{step.env}}', body: { json: { a: ['{{env.KEY}}', '{{n}}'] } } },
        ],
      },
    ]),
  ).toEqual(['PART', 'KEY']));
