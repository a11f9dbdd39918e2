import { ToolError } from '../../model/error.ts';
import type { AuthStack } from '../../stacks/auth/contract.ts';
import { authStackNamed, authStacks } from '../../stacks/auth/index.ts';

const presetNames = (): string => authStacks.map(({ id }) => id).join(', ');

/** @throws ToolError `unknown-preset` (exit 2), with the list of presets. */
export function presetNamed(id: string): AuthStack {
  const stack = authStackNamed(id);
  if (stack !== undefined) return stack;
  throw new ToolError('unknown-preset', `No preset is called "${id}". Presets: ${presetNames()}.`);
}
