import type { Outcome } from '../../../../../src/model/outcome.ts';
import type { ServerWaits } from '../../../../../src/model/waits.ts';

export function valueOf(outcome: Outcome<ServerWaits> | null): ServerWaits {
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
