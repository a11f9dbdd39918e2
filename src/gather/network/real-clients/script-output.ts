import type { Run } from './child.ts';
import type { Timed } from './contract.ts';

const BECAUSE_CHARACTERS = 200;

/** Parses the last line of a script: `{"ms": 1.2}`, or `{"ms": 1.2, "because": "…"}` when it got no response. */
export function timedByScript(run: Run): Timed {
  if (run.how !== 'exited') return { ok: false, because: run.because, ms: run.tookMs };
  const result = parse(run.stdout.trim().split('\n').at(-1) ?? '');
  if (result === null) return { ok: false, because: errorText(run), ms: run.tookMs };
  return result.because === null
    ? { ok: true, ms: result.ms }
    : { ok: false, because: oneLine(result.because), ms: result.ms };
}

function parse(line: string): { readonly ms: number; readonly because: string | null } | null {
  try {
    const result: unknown = JSON.parse(line);
    if (typeof result !== 'object' || result === null || !('ms' in result) || typeof result.ms !== 'number')
      return null;
    return {
      ms: result.ms,
      because: 'because' in result && typeof result.because === 'string' ? result.because : null,
    };
  } catch {
    return null;
  }
}

/** The error output of a program that failed, or its exit code if there is none. */
export function errorText(run: Run): string {
  if (run.how !== 'exited') return run.because;
  return oneLine(run.stderr) || `it ended with exit code ${run.code}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, BECAUSE_CHARACTERS);
