import { expect, test } from 'vitest';
import { shapesOf } from '../../../src/load/plan/shapes.ts';
import { suiteNames } from '../../../src/model/suite.ts';

const said = (names: Parameters<typeof shapesOf>[0]['suites'], connections: number) =>
  shapesOf({ suites: names, connections, model: { kind: 'closed' } }).map(
    (shape) => `${shape.suite} ${shape.connection} ${shape.connections}`,
  );

test.each([
  [
    'all suites',
    suiteNames,
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
  ['one connection needs no second pass of it', ['api'], 1, ['api kept-alive 1', 'api new-per-request 1']],
  [
    'the order is ours, whatever was typed',
    ['login', 'refresh'],
    1,
    ['refresh kept-alive 1', 'refresh new-per-request 1', 'login kept-alive 1'],
  ],
  ['nothing', [], 10, []],
] as const)('%s', (_what, names, connections, shapes) => expect(said(names, connections)).toEqual(shapes));
