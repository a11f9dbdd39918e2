import { wrongStatusCode } from '../../../src/audit/auth/wrong-status-code.ts';
import { answered, bad, rows } from './bad-inputs.ts';

const api = { route: 'protected route' } as const;

rows(wrongStatusCode, [
  ['401 without credentials', bad('no-credentials', answered({ status: 401 }), api), 'pass'],
  ['400 without credentials', bad('no-credentials', answered({ status: 400 }), api), 'fail'],
  ['403 without credentials', bad('no-credentials', answered({ status: 403 }), api), 'fail'],
  ['a redirect to the sign-in', bad('no-credentials', answered({ status: 302 }), api), 'pass'],
  ['200 with an error', bad('no-credentials', answered({ status: 200 }), api), 'fail'],
  ['200 without content', bad('no-credentials', answered({ status: 200, isJson: false }), api), 'inconclusive'],
  ['an open route', bad('no-credentials', answered({ status: 200, granted: true }), api), 'inconclusive'],
  ['401 for a broken token', bad('broken-token', answered({ status: 401 }), api), 'pass'],
  ['400 for a broken token', bad('broken-token', answered({ status: 400 }), api), 'pass'],
  ['422 for a broken token', bad('broken-token', answered({ status: 422 }), api), 'fail'],
  ['500 has its own check', bad('broken-token', answered({ status: 500 }), api), 'inconclusive'],
  ['401 for an unknown name', bad('unknown', answered({ status: 401 })), 'pass'],
  ['404 for an unknown name', bad('unknown', answered({ status: 404 })), 'fail'],
  ['200 for an unknown name', bad('unknown', answered({ status: 200 })), 'fail'],
  ['200 and the form again', bad('unknown', answered({ status: 200, mediaType: 'text/html' })), 'inconclusive'],
  ['400 for an unknown refresh token', bad('unknown', answered(), { route: 'refresh route' }), 'pass'],
  ['a throttled login', bad('unknown', answered({ status: 429 })), 'inconclusive'],
]);
