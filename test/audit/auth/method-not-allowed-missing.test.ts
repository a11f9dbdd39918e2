import { methodNotAllowedMissing } from '../../../src/audit/auth/method-not-allowed-missing.ts';
import { answered, bad, rows } from './bad-inputs.ts';

rows(methodNotAllowedMissing, [
  ['405 with Allow', bad('wrong-method', answered({ status: 405, hasAllow: true })), 'pass'],
  ['405 without Allow', bad('wrong-method', answered({ status: 405 })), 'fail'],
  ['404 of a router', bad('wrong-method', answered({ status: 404 })), 'pass'],
  ['200 as if it existed', bad('wrong-method', answered({ status: 200 })), 'fail'],
  ['500 as if it existed', bad('wrong-method', answered({ status: 500 })), 'fail'],
  ['501 for the whole server', bad('wrong-method', answered({ status: 501 })), 'pass'],
  ['a throttled login', bad('wrong-method', answered({ status: 429 })), 'inconclusive'],
  ['another input', bad('wrong-type', answered({ status: 500 })), 'not-applicable'],
]);
