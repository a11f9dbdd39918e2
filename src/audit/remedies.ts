import type { Listeners } from '../model/evidence.ts';
import type { AuthSurface } from '../model/auth-evidence.ts';
import type { Advice } from '../model/finding.ts';
import { authStackNamed } from '../stacks/auth/index.ts';
import type { Remedies, Remedy, RemedyFacts } from '../stacks/remedy.ts';
import { recogniseServer } from '../stacks/servers/index.ts';
import type { Subject } from './contract.ts';

/** The remedies of the recognised stack. Empty for an unknown one. */
export const serverRemedies = (listeners: Listeners | undefined, header: string | null): Remedies =>
  recogniseServer(listeners?.listeners[0]?.command ?? null, header)?.remedies ?? {};

export const authRemedies = (surface: AuthSurface | undefined): Remedies =>
  (surface === undefined ? undefined : authStackNamed(surface.preset))?.remedies ?? {};

export const factsFor = (
  { target, platform }: Subject,
  found: Partial<Pick<RemedyFacts, 'peer' | 'savesMs'>> = {},
): RemedyFacts => ({ port: target.port, platform, peer: null, savesMs: null, ...found });

/** The stack's advice for this finding, else the general advice, which names no product. */
export function adviceFor(finding: string, remedies: Remedies, facts: RemedyFacts, general: Remedy): readonly Advice[] {
  const own = remedies[finding]?.(facts) ?? [];
  return own.length > 0 ? own : general(facts);
}
