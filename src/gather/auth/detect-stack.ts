import type { AuthStack } from '../../stacks/auth/contract.ts';
import type { Detection, DetectionRule, Probe, ProbeResponse } from '../../stacks/auth/detection.ts';
import { authStacks } from '../../stacks/auth/index.ts';
import type { Prober } from './prober.ts';

export interface Detected extends Detection {
  readonly stack: AuthStack;
}

/**
 * The first stack whose own marks the server shows; null if there is none. The probes carry no credentials, and only those
 * are sent that can still decide.
 */
export async function detectStack(prober: Prober, stacks: readonly AuthStack[] = authStacks): Promise<Detected | null> {
  for (const stack of stacks) {
    const detection = stack.detection === null ? null : await detectionBy(stack.detection, prober);
    if (detection !== null) return { ...detection, stack };
  }
  return null;
}

/** Asks for the responses that the rule wants, until it wants no other. */
export async function detectionBy(rule: DetectionRule, prober: Prober): Promise<Detection | null> {
  const known = new Map<Probe, ProbeResponse | null>();
  for (;;) {
    const wanted: Probe[] = [];
    const detection = rule.detect((probe) => {
      if (!known.has(probe)) wanted.push(probe);
      return known.get(probe) ?? null;
    });
    const [next] = wanted;
    if (detection !== null || next === undefined) return detection;
    known.set(next, await prober.ask(next));
  }
}
