import { expect, test } from 'vitest';
import { gatherNameService } from '../../../src/gather/names/index.ts';
import { resolve } from '../../../src/gather/names/resolution.ts';
import { parseTarget } from '../../../src/gather/target.ts';

test('an address literal resolves to itself without a lookup', async () =>
  expect(await resolve('::1')).toEqual({
    name: '::1',
    lookupsMs: [],
    answer: { ok: true, value: [{ address: '::1', family: 6 }] },
  }));

test('localhost is looked up three times, the first time cold', async () => {
  const { lookupsMs, answer } = await resolve('localhost');
  expect(lookupsMs).toHaveLength(3);
  expect(answer.ok).toBe(true);
});

test('an impossible name yields the code of the resolver', async () => {
  const { answer } = await resolve('no-such-name.invalid');
  expect(answer).toMatchObject({ ok: false, code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN|ETIMEOUT)$/) });
});

test('for an address literal localhost is looked up', async () => {
  const names = await gatherNameService(parseTarget('http://127.0.0.1:1'), { resolutions: [], visits: [] });
  expect(names.hosts?.some((line) => line.names.includes('localhost'))).toBe(true);
  expect(names.addrconfig.ok).toBe(true);
});

test('a slow name is not looked up again', async () => {
  const slow = { name: 'localhost', lookupsMs: [400], answer: { ok: true, value: [] } } as const;
  const names = await gatherNameService(parseTarget('http://localhost:1'), { resolutions: [slow], visits: [] });
  expect(names.addrconfig).toMatchObject({ ok: false, code: 'not-asked' });
});

test.runIf(process.platform !== 'win32')('on Windows no file of /etc is read', async () => {
  const nothing = { resolutions: [], visits: [] };
  const names = await gatherNameService(parseTarget('http://localhost:1'), nothing, 'win32');
  expect(names).toMatchObject({ hosts: null, nsswitch: null, gaiConf: [], search: [] });
});
