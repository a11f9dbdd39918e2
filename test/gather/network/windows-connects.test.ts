import { expect, test } from 'vitest';
import { parseConnect } from '../../../src/gather/network/windows-connects.ts';

test.each([
  ['accepted 1.25', { accepted: true, connectMs: 1.25 }],
  ['failed 2043.7\r\n', { accepted: false, connectMs: 2043.7 }],
  ['failed 2043,7', null],
  ['', null],
  ['The term is not recognized', null],
])('what PowerShell prints is read or refused: %s', (text, connect) => expect(parseConnect(text)).toEqual(connect));
