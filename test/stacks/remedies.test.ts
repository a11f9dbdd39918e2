import { expect, test } from 'vitest';
import { maskedText } from '../../src/model/secrets.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { serverStacks } from '../../src/stacks/servers/index.ts';

const platforms = ['linux', 'darwin', 'win32'];

/** A report masks its texts, and settings are named after the secrets that they are about. */
test.each([...authStacks, ...serverStacks].map((stack) => [stack.id, stack] as const))(
  'a report shows each line to change of %s as it has to be typed',
  (_id, { remedies }) => {
    const facts = platforms.map((platform) => ({ port: 8_000, peer: '127.0.0.1:6379', platform, savesMs: null }));
    const advice = Object.values(remedies).flatMap((remedy) => facts.flatMap((each) => remedy(each)));
    const texts = advice.flatMap((each) => [each.do, each.command ?? '']);
    expect(texts.filter((text) => maskedText(text) !== text)).toEqual([]);
  },
);
