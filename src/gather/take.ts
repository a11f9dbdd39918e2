import { performance } from 'node:perf_hooks';
import { ToolError } from '../model/error.ts';
import type { Evidence, GatheredKind, EvidenceValues } from '../model/evidence.ts';
import { gotNothing, type Outcome } from '../model/outcome.ts';

/** A piece of evidence, and the target's refusal when that is what the piece consists of. */
export interface Taken<K extends GatheredKind> {
  readonly evidence: Evidence<K>;
  readonly outcome: Outcome<EvidenceValues[K]>;
  readonly refusal: ToolError | null;
}

/**
 * Times one gatherer and wraps what it brings. A refusal of the target that the gatherer could not work around is a
 * value like any other, and so is what the system refuses, like one more open file; a mistake of ours goes through.
 * @returns null where an abort left nothing to tell.
 */
export async function take<K extends GatheredKind>(
  kind: K,
  work: () => Promise<Outcome<EvidenceValues[K]> | null>,
): Promise<Taken<K> | null> {
  const takenAt = new Date().toISOString();
  const start = performance.now();
  const refused: ToolError[] = [];
  const outcome = await work().catch((error: unknown) => {
    if (error instanceof ToolError) {
      refused.push(error);
      return gotNothing(error.code, error.message);
    }
    const failure = systemFailure(error);
    if (failure === null) throw error;
    return failure;
  });
  if (outcome === null) return null;
  // The compiler cannot follow a kind into the union it indexes; the two fields above belong together by construction.
  const evidence = { kind, takenAt, tookMs: performance.now() - start, outcome } as Evidence<K>;
  return { evidence, outcome, refusal: refused[0] ?? null };
}

/** The system says which call failed; errors of our own have no such field. */
const systemFailure = (error: unknown): Outcome<never> | null =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? gotNothing(String(error.code), error.message)
    : null;
