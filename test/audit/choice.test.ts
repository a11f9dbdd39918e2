import { expect, test } from 'vitest';
import { checkChoice, checkNames, chosenOf, unchosenText } from '../../src/audit/choice.ts';
import { securityGroups } from '../../src/model/security-group.ts';
import { securityAudits } from '../../src/audit/index.ts';

const idsOf = (only: readonly string[], skip: readonly string[] = []): readonly string[] =>
  chosenOf(securityAudits, checkChoice(only, skip)).map(({ id }) => id);

const all = securityAudits.map(({ id }) => id);
const ofGroup = (name: string): readonly string[] =>
  securityAudits.filter(({ group }) => group === name).map(({ id }) => id);

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['no name chooses all checks', [], [], all],
  ['a group chooses its checks', ['rotation'], [], ofGroup('rotation')],
  ['an id chooses one check', ['alg-none-accepted'], [], ['alg-none-accepted']],
  [
    'a skipped id leaves the rest of its group',
    ['rotation'],
    ['concurrent-refresh-race'],
    ofGroup('rotation').filter((id) => id !== 'concurrent-refresh-race'),
  ],
  ['a skipped group leaves the others', [], ['forgery'], all.filter((id) => !ofGroup('forgery').includes(id))],
])('%s', (_promise, only, skip, ids) => {
  expect(ids.length).toBeGreaterThan(0);
  expect(idsOf(only, skip)).toEqual(ids);
});

test.each<[string, readonly string[], readonly string[], string]>([
  ['an unknown name', ['rotations'], [], '"rotations"'],
  ['an unknown name to skip', [], ['x'], '"x"'],
  ['a choice that leaves nothing', ['rotation'], ['rotation'], 'No check is left'],
])('%s is refused', (_promise, only, skip, words) => expect(() => checkChoice(only, skip)).toThrow(words));

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['none where all were chosen', [], [], []],
  ['a check by its id', [], ['alg-none-accepted'], ['alg-none-accepted']],
  ['a whole group by its name', [], ['login', 'cookie-flags'], ['login', 'cookie-flags']],
])('the checks that were not chosen are named: %s', (_promise, only, skip, names) => {
  const [line] = unchosenText(securityAudits, checkChoice(only, skip));
  const named = line?.replace('security checks that were not chosen: ', '').split(', ') ?? [];
  expect(named.toSorted()).toEqual(names.toSorted());
});

test('all other groups are named beside a chosen one', () => {
  const [line = ''] = unchosenText(securityAudits, checkChoice(['rotation']));
  expect(securityGroups.filter((group) => !line.includes(group))).toEqual(['rotation']);
});

test('no id of a check is the name of a group', () => {
  expect(new Set(checkNames).size).toBe(securityGroups.length + securityAudits.length);
});
