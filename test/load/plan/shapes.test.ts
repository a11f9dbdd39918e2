import { expect, test } from 'vitest';
import { shapesOf } from '../../../src/load/plan/shapes.ts';
import type { SuiteFacts } from '../../../src/model/suite.ts';

const suite = (id: string, cost: SuiteFacts['cost'] = null): SuiteFacts => ({ id, title: id, noun: id, cost });
const [refresh, api, login] = [suite('refresh'), suite('api'), suite('login', 'hash')];

const said = (suites: readonly SuiteFacts[], connections: number) =>
  shapesOf({ suites, connections, model: { kind: 'closed' } }).map(
    (shape) => `${shape.suite} ${shape.connection} ${shape.connections}`,
  );

test.each([
  [
    'all suites',
    [refresh, api, login],
    10,
    [
      'refresh kept-alive 1',
      'refresh new-per-request 1',
      'refresh kept-alive 10',
      'api kept-alive 1',
      'api new-per-request 1',
      'api kept-alive 10',
      'login kept-alive 1',
      'login kept-alive 10',
    ],
  ],
  ['one connection needs no second trial', [api], 1, ['api kept-alive 1', 'api new-per-request 1']],
  [
    'the order is that of the plan',
    [suite('orders'), refresh],
    1,
    ['orders kept-alive 1', 'orders new-per-request 1', 'refresh kept-alive 1', 'refresh new-per-request 1'],
  ],
  ['nothing', [], 10, []],
] as const)('%s', (_what, suites, connections, shapes) => expect(said(suites, connections)).toEqual(shapes));
