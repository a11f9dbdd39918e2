import { expect, test } from 'vitest';
import { didYouMean, nearNames } from '../../src/cli/near-name.ts';

const COMMANDS = ['run', 'diagnose', 'load', 'lab', 'verify', 'watch', 'waits'];

test.each([
  ['two letters swapped', 'rnu', ['run']],
  ['a letter missing', 'dignose', ['diagnose']],
  ['a letter too much', 'runn', ['run']],
  ['another letter', 'verifi', ['verify']],
  ['capitals', 'RUN', ['run']],
  ['a word as near to two names', 'wait', ['waits']],
  ['the beginning of a long name', 'diag', ['diagnose']],
  ['too short a beginning', 'dia', []],
  ['another word', 'localhost', []],
  ['a host name', 'myapp', []],
  ['nothing', '', []],
])('%s: %s', (_what, typed, names) => expect(nearNames(typed, COMMANDS)).toEqual(names));

test('a name with capitals is found', () => expect(nearNames('apipth', ['apiPath', 'server'])).toEqual(['apiPath']));

test.each([
  ['lod', ' Did you mean load?'],
  ['lad', ' Did you mean load or lab?'],
  ['localhost', ''],
])('%s is asked about with %j', (typed, text) => expect(didYouMean(typed, COMMANDS)).toBe(text));
