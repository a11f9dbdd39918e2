import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audits, securityAudits } from '../../src/audit/index.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { serverStacks } from '../../src/stacks/servers/index.ts';

const stacks = [...authStacks, ...serverStacks];
const ids = new Set([...audits, ...securityAudits].map(({ id }) => id));

/** Words of ids and titles that are not products, and languages, whose clients the audits mention. */
const noProduct = new Set(
  (
    'a and with rest framework jwt auth core dev development server builtin built-in endpoints identity published ' +
    'publish container port boot http php python go net node next ' +
    'an at in or the better users connect password grant client credentials session sessions cookie cookies refresh token ' +
    'login form protection httponly csrf'
  ).split(' '),
);

const products = [
  ...new Set(
    stacks
      .flatMap(({ id, title }) => [...id.split('-'), ...title.split(/[\s/+]+/)])
      .map((word) => word.toLowerCase().replace(/'s$/, ''))
      .filter((word) => word.length > 1 && !noProduct.has(word)),
  ),
];

const sources = readdirSync(new URL('../../src/audit', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => [file, readFileSync(new URL(`../../src/audit/${file}`, import.meta.url), 'utf8')] as const);

test('the words below come from the catalogues', () =>
  expect(products).toEqual(
    expect.arrayContaining(['simplejwt', 'django', 'directus', 'uvicorn', 'next.js', 'docker']),
  ));

test.each(products)('no audit names %s: remedies sit with the stacks', (product) => {
  const word = new RegExp(`(?<![\\w-])${product.replaceAll('.', '\\.')}(?![\\w-])`, 'i');
  expect(sources.filter(([, text]) => word.test(text)).map(([file]) => file)).toEqual([]);
});

test.each(stacks.map((stack) => [stack.id, stack] as const))(
  'each remedy of %s is for an existing finding, and has advice',
  (_id, { remedies }) => {
    for (const [finding, remedy] of Object.entries(remedies)) {
      expect(ids).toContain(finding);
      const advice = remedy({ port: 8_000, peer: '::1', platform: 'linux', savesMs: null });
      expect(advice.length).toBeGreaterThan(0);
      expect(advice.filter((each) => each.do === '' || each.command === '')).toEqual([]);
    }
  },
);
