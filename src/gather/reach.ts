import { ToolError } from '../model/error.ts';
import { isLoopbackAddress, type Target } from '../model/target.ts';
import { resolve } from './names/resolution.ts';

/**
 * Load and attacks go to this machine, or to the one host that was named for it.
 * @throws ToolError `remote-target` (exit 2) when the target is elsewhere.
 */
export async function stayOnThisMachine(target: Target, allowRemote: string | null): Promise<void> {
  if (allowRemote === target.host) return;
  const { answer } = await resolve(target.host);
  const elsewhere = answer.ok ? answer.value.find(({ address }) => !isLoopbackAddress(address)) : undefined;
  if (elsewhere === undefined) return;
  throw new ToolError(
    'remote-target',
    `${target.host} is ${elsewhere.address}, another machine. Load and attacks stay on loopback unless you own that ` +
      `host and say so: --allow-remote ${target.host}`,
  );
}
