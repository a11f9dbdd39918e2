import { malformedJsonError } from '../../../src/audit/auth/malformed-json-error.ts';
import { answered, bad, rows } from './bad-inputs.ts';

rows(malformedJsonError, [
  ['400 in JSON', bad('malformed-json', answered()), 'pass'],
  ['415 in JSON', bad('malformed-json', answered({ status: 415 })), 'pass'],
  ['422 in JSON', bad('malformed-json', answered({ status: 422 })), 'pass'],
  ['401 in JSON', bad('malformed-json', answered({ status: 401 })), 'fail'],
  ['500 in JSON', bad('malformed-json', answered({ status: 500 })), 'fail'],
  ['400 and a page', bad('malformed-json', answered({ isJson: false, mediaType: 'text/html' })), 'fail'],
  ['a throttled login', bad('malformed-json', answered({ status: 429 })), 'inconclusive'],
  ['another input', bad('wrong-type', answered({ status: 500 })), 'not-applicable'],
]);
