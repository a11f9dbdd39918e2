import type { Run } from './child.ts';
import type { Timed } from './contract.ts';

const BECAUSE_CHARACTERS = 200;

/** Reads what a script says in its last line: `{"ms": 1.2}`, or `{"ms": 1.2, "because": "…"}` when it got no answer. */
export function timedByScript(run: Run): Timed {
  if (run.how !== 'exited') return { ok: false, because: run.because, ms: run.tookMs };
  const told = parse(run.stdout.trim().split('\n').at(-1) ?? '');
  if (told === null) return { ok: false, because: firstWords(run), ms: run.tookMs };
  return told.because === null ? { ok: true, ms: told.ms } : { ok: false, because: oneLine(told.because), ms: told.ms };
}

function parse(line: string): { readonly ms: number; readonly because: string | null } | null {
  try {
    const told: unknown = JSON.parse(line);
    if (typeof told !== 'object' || told === null || !('ms' in told) || typeof told.ms !== 'number') return null;
    return { ms: told.ms, because: 'because' in told && typeof told.because === 'string' ? told.because : null };
  } catch {
    return null;
  }
}

/** What a program says when it fails; its exit code when it says nothing. */
export function firstWords(run: Run): string {
  if (run.how !== 'exited') return run.because;
  return oneLine(run.stderr) || `it ended with exit code ${run.code}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, BECAUSE_CHARACTERS);
