import { expect, test } from 'vitest';
import { resolve } from '../../../src/gather/names/resolution.ts';
import { got } from '../../../src/model/outcome.ts';

test.each([
  ['127.0.0.1', 4],
  ['::1', 6],
  ['192.0.2.1', 4],
  ['fe80::1', 6],
])('the literal %s is its own answer and is not looked up', async (name, family) =>
  expect(await resolve(name)).toEqual({ name, lookupsMs: [], answer: got([{ address: name, family }]) }),
);

test('localhost resolves to loopback and is looked up three times', async () => {
  const { answer, lookupsMs } = await resolve('localhost');
  expect(answer.ok && answer.value.map(({ address }) => address)).toContain('127.0.0.1');
  expect(lookupsMs).toHaveLength(3);
});

test('a name that cannot exist yields an outcome, not an error', async () =>
  expect((await resolve('no-such-host.invalid')).answer).toMatchObject({
    ok: false,
    message: expect.stringContaining('no-such-host.invalid does not resolve'),
  }));
