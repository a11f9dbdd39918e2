import { expect, test } from 'vitest';
import { transportFailure } from '../../src/http/transport-failure.ts';

const failed = (code: string, text = 'words') => transportFailure(Object.assign(new Error(text), { code }));

test.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ETIMEDOUT', 'timed-out'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['HPE_INVALID_CONSTANT', 'not-http'],
  ['EPROTO', 'tls'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'tls'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['EMFILE', 'too-many-open-files'],
  ['ENFILE', 'too-many-open-files'],
  ['EADDRINUSE', 'no-local-port'],
  ['EADDRNOTAVAIL', 'no-local-port'],
  ['EACCES', 'not-permitted'],
  ['EPERM', 'not-permitted'],
  ['ENOBUFS', 'no-memory'],
  ['ERR_INVALID_CHAR', 'unsendable'],
  ['ENOTSUP', 'unknown'],
  ['ERR_INVALID_ARG_TYPE', 'unknown'],
  ['constructor', 'unknown'],
])('%s is %s, and the message keeps the system code', (system, code) =>
  expect(failed(system)).toEqual({ code, message: `words (${system})` }),
);

test.each([
  ['an error without a code', new Error('a bug of ours'), 'a bug of ours'],
  ['a text', 'text', 'text'],
  ['nothing', undefined, 'undefined'],
  ['an error without a message', new Error(''), 'an error without a message'],
])('%s is a value too', (_what, error, message) =>
  expect(transportFailure(error)).toEqual({ code: 'unknown', message }),
);

test('where all addresses of a name failed, the code is that of the first failure', () => {
  const refused = (address: string) =>
    Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' });
  expect(transportFailure(new AggregateError([refused('::1'), refused('127.0.0.1')]))).toEqual({
    code: 'refused',
    message: 'connect ECONNREFUSED ::1, connect ECONNREFUSED 127.0.0.1',
  });
});

test('the reason of an OpenSSL error is kept, without the places in its source code', () =>
  expect(
    failed(
      'ERR_SSL_WRONG_VERSION_NUMBER',
      '806C0276CC7F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl3_record.c:350:\n',
    ).message,
  ).toBe('wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)'));
