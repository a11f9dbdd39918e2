import { expect, test } from 'vitest';
import { answerTo } from '../../src/lab/servers/dns.ts';

const NAMES = { 'app.test': ['127.0.0.1', '::1'] };

/** RFC 1035 §4.1: id 0x1234, recursion desired, one question. */
function question(name: string, type: number): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([Buffer.from('123401000001000000000000', 'hex'), ...labels, Buffer.from([0, 0, type, 0, 1])]);
}

const TAIL = 'c00c';

test.for([
  ['A of a known name', 'app.test', 1, '1234818000010001', `${TAIL}000100010000000000047f000001`],
  ['AAAA of a known name', 'app.test', 28, '1234818000010001', `${TAIL}001c0001000000000010${'0'.repeat(31)}1`],
  ['another type of a known name: no record, no error', 'app.test', 15, '1234818000010000', ''],
  ['names are compared without case', 'APP.test', 1, '1234818000010001', `${TAIL}000100010000000000047f000001`],
  ['an unknown name: NXDOMAIN', 'app.test.lan', 1, '1234818300010000', ''],
] as const)('%s', ([, name, type, header, records]) => {
  const asked = question(name, type);
  const { reply, known } = answerTo(asked, NAMES);
  expect(reply.toString('hex')).toBe(`${header}00000000${asked.subarray(12).toString('hex')}${records}`);
  expect(known).toBe(name !== 'app.test.lan');
});
