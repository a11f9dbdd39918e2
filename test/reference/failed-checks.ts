import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksOf, evidenceFor, securityAudits } from '../../src/audit/index.ts';
import { gather } from '../../src/gather/gather.ts';
import { type Gathered, nothingGathered } from '../../src/gather/gathered.ts';
import { parseTarget } from '../../src/gather/target.ts';
import { auditLinesOf } from '../../src/reference/audit-lines.ts';
import type { Check } from '../../src/model/finding.ts';
import type { Mutant } from '../../src/reference/mutants/contract.ts';
import { mutants } from '../../src/reference/mutants/index.ts';
import { givenKey } from '../../src/reference/mutants/wrong-claims.ts';
import { PASSWORD, serve } from './client.ts';

const sound: Mutant = { id: 'sound', title: 'has no defect', breaks: [] };
/** The same, seen with every permission and key. */
const soundToAll: Mutant = {
  ...sound,
  id: 'sound-to-all',
  title: 'has no defect, seen with every permission and key,',
  ...givenKey,
  intrusive: true,
};

/** The servers with one defect, and those without one. */
export const everyServer: readonly Mutant[] = [...mutants, sound, soundToAll];

/** The checks that read the same evidence as those that this mutant breaks: all others cannot see its defect. */
function checksFor({ breaks }: Mutant): typeof securityAudits {
  const own = securityAudits.filter(({ id }) => breaks.includes(id));
  const kinds = new Set(own.flatMap(({ needs }) => needs));
  return breaks.length === 0
    ? securityAudits
    : securityAudits.filter(({ needs }) => needs.some((kind) => kinds.has(kind)));
}

interface Checked {
  /** The checks that fail, of those that could see the defect. */
  readonly failed: readonly Check[];
  readonly evidence: Gathered['evidence'];
}

const folder = mkdtempSync(join(tmpdir(), 'whyslow-mutants-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let stores = 0;

/**
 * Verifies one server.
 *
 * @param meanwhile is called with its URL while it still runs
 * @param longestGraceMs null: as long as the command looks
 */
export async function checked(
  mutant: Mutant,
  meanwhile: (url: string, seen: Checked) => Promise<void> = async () => {},
  longestGraceMs: number | null = null,
): Promise<Checked> {
  const checks = checksFor(mutant);
  const defect = mutant.breaks.length === 0 ? mutant.options : { mutant: mutant.id };
  const place = { kind: 'sqlite', file: join(folder, `${(stores += 1)}.db`) } as const;
  // One check compares the times of sign-ins.
  const server = await serve({ nowMs: Date.now, slowness: {}, store: place, ...defect });
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
    const context = { target, signal, watch: () => {}, timeoutMs: 5_000, intrusive, signingKey, longestGraceMs };
    await gather(plan, { ...context, auditLog: auditLinesOf(place) }, into);
    if (into.ended !== null) throw new Error(into.ended.because);
    const found = checksOf(checks, into.evidence, { target, platform: process.platform });
    const seen = { failed: found.filter(({ outcome }) => outcome === 'fail'), evidence: into.evidence };
    await meanwhile(server.url, seen);
    return seen;
  } finally {
    await server.close();
  }
}
