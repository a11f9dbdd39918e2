import { expect, test } from 'vitest';
import { missingPackage } from '../../src/model/missing-package.ts';

test.each([
  ["Cannot find package 'libsql' imported from /x/dist/reference/store/sqlite/database.js", 'libsql'],
  ["Cannot find module '@libsql/linux-x64-gnu'\nRequire stack:\n- /x", 'libsql'],
  ["Cannot find module '@node-rs/argon2-linux-x64-gnu'", '@node-rs/argon2'],
  ["Cannot find package 'ioredis' imported from /x", 'ioredis'],
  ["Cannot find module 'autocannon'", 'autocannon'],
])('"%s" is reported as the package %s', (message, name) =>
  expect(missingPackage(new Error(message))).toMatchObject({
    code: 'package-missing',
    exitCode: 2,
    message: expect.stringContaining(`${name} is not installed`),
  }),
);

test.each([new Error("Cannot find package 'chalk' imported from /x"), new Error('libsql'), 'libsql', null])(
  '%s is another error',
  (error) => expect(missingPackage(error)).toBeNull(),
);
