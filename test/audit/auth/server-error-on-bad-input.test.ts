import { serverErrorOnBadInput } from '../../../src/audit/auth/server-error-on-bad-input.ts';
import { answered, bad, reset, rows } from './bad-inputs.ts';

rows(serverErrorOnBadInput, [
  ['400 is right', bad('wrong-type', answered()), 'pass'],
  ['401 is right', bad('unknown', answered({ status: 401 })), 'pass'],
  ['499 is right, and', bad('wrong-type', answered({ status: 499 })), 'pass'],
  ['500 is a failure', bad('wrong-type', answered({ status: 500 })), 'fail'],
  ['a closed connection is a failure', bad('odd-text', reset), 'fail'],
  ['501 refuses a method', bad('wrong-method', answered({ status: 501 })), 'pass'],
  ['503 says nothing', bad('wrong-type', answered({ status: 503 })), 'inconclusive'],
  ['429 says nothing', bad('wrong-type', answered({ status: 429 })), 'inconclusive'],
  ['oversized input has its own check', bad('oversized', answered({ status: 500 })), 'not-applicable'],
]);
