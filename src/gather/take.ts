import { performance } from 'node:perf_hooks';
import { ToolError } from '../model/error.ts';
import type { Evidence, GatheredKind, EvidenceValues } from '../model/evidence.ts';
import { gotNothing, type Outcome } from '../model/outcome.ts';

/** A piece of evidence, and the target's refusal if the evidence is that refusal. */
export interface Taken<K extends GatheredKind> {
  readonly evidence: Evidence<K>;
  readonly outcome: Outcome<EvidenceValues[K]>;
  readonly refusal: ToolError | null;
}

/**
 * Times one gatherer and wraps its result. A refusal by the target becomes evidence, and so does a refusal by the
 * system, like one more open file. Any other error is thrown again.
 * @returns null if an abort left no result.
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
  // The compiler cannot relate the kind to its member of the union; both come from the same K.
  const evidence = { kind, takenAt, tookMs: performance.now() - start, outcome } as Evidence<K>;
  return { evidence, outcome, refusal: refused[0] ?? null };
}

/** An error of the system names the system call that failed; errors of our own have no such field. */
const systemFailure = (error: unknown): Outcome<never> | null =>
  error instanceof Error && 'syscall' in error && 'code' in error
    ? gotNothing(String(error.code), error.message)
    : null;
