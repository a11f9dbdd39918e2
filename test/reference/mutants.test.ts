import { expect, test } from 'vitest';
import { checksOf, evidenceFor, securityAudits } from '../../src/audit/index.ts';
import { gather } from '../../src/gather/gather.ts';
import { nothingGathered } from '../../src/gather/gathered.ts';
import { parseTarget } from '../../src/gather/target.ts';
import type { Mutant } from '../../src/reference/mutants/contract.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { givenKey } from '../../src/reference/mutants/wrong-claims.ts';
import { PASSWORD, serve } from './client.ts';

const sound: Mutant = { id: 'sound', title: 'has no defect', breaks: [] };
/** The same, seen with every permission and key. */
const soundToAll: Mutant = { ...sound, ...givenKey, intrusive: true };

/** The checks that read the same evidence as those that this mutant breaks: all others cannot see its defect. */
function checksFor({ breaks }: Mutant): typeof securityAudits {
  const own = securityAudits.filter(({ id }) => breaks.includes(id));
  const kinds = new Set(own.flatMap(({ needs }) => needs));
  return breaks.length === 0
    ? securityAudits
    : securityAudits.filter(({ needs }) => needs.some((kind) => kinds.has(kind)));
}

/** The checks that fail, of those that could see the defect. */
async function failedChecks(mutant: Mutant): Promise<readonly string[]> {
  const checks = checksFor(mutant);
  const defect = mutant.id === sound.id ? mutant.options : { mutant: mutant.id };
  const server = await serve({ nowMs: Date.now, ...defect });
  const into = nothingGathered();
  try {
    const target = parseTarget(server.url);
    const account = { credentials: { username: 'user1', password: PASSWORD }, stack: null, apiPath: null };
    const plan = {
      kinds: evidenceFor(checks),
      depth: 'default',
      allowLockout: true,
      load: null,
      signIn: account,
      allowRemote: null,
      reference: null,
      waitMs: null,
    } as const;
    const { signal } = new AbortController();
    const { intrusive = false, signingKey = null } = mutant;
    await gather(plan, { target, signal, watch: () => {}, timeoutMs: 5_000, intrusive, signingKey }, into);
    expect(into.ended).toBeNull();
    const found = checksOf(checks, into.evidence, { target, platform: process.platform });
    return found.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  } finally {
    await server.close();
  }
}

test.each(mutants.map((mutant) => [mutant.title, mutant] as const))(
  'a server that %s fails exactly its checks',
  async (_title, mutant) => expect((await failedChecks(mutant)).toSorted()).toEqual(mutant.breaks.toSorted()),
);

test('a server without a defect fails no check', async () => expect(await failedChecks(sound)).toEqual([]));

test('a server without a defect fails no check with a permission and a key either', async () =>
  expect(await failedChecks(soundToAll)).toEqual([]));

test('each check is the aim of a mutant', () => {
  const aimed = new Set(mutants.flatMap(({ breaks }) => breaks));
  expect(securityAudits.map(({ id }) => id).filter((id) => !aimed.has(id))).toEqual([]);
});
