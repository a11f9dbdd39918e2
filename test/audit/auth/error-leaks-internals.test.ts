import { errorLeaksInternals } from '../../../src/audit/auth/error-leaks-internals.ts';
import { answered, bad, reset, rows } from './bad-inputs.ts';

rows(errorLeaksInternals, [
  ['an error without a leak', bad('wrong-type', answered({ status: 500 })), 'pass'],
  ['a stack trace', bad('wrong-type', answered({ status: 500, leaks: ['stack trace'] })), 'fail'],
  ['SQL with a right status', bad('unknown', answered({ leaks: ['SQL'] })), 'fail'],
  ['no answer at all', bad('wrong-type', reset), 'inconclusive'],
]);
