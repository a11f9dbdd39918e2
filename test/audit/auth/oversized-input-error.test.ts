import { oversizedInputError } from '../../../src/audit/auth/oversized-input-error.ts';
import { answered, bad, reset, rows } from './bad-inputs.ts';

rows(oversizedInputError, [
  ['413 is right', bad('oversized', answered({ status: 413 })), 'pass'],
  ['431 is right', bad('oversized', answered({ status: 431 })), 'pass'],
  ['401 is a refusal too', bad('oversized', answered({ status: 401 })), 'pass'],
  ['500 is a failure', bad('oversized', answered({ status: 500 })), 'fail'],
  ['a reset is a failure', bad('oversized', reset), 'fail'],
  ['429 says nothing', bad('oversized', answered({ status: 429 })), 'inconclusive'],
  ['another input', bad('wrong-type', answered({ status: 500 })), 'not-applicable'],
]);
