import type { Fault } from './contract.ts';
import { execute } from './execute.ts';

/** Brings up loopback, the only interface, and adds the addresses and the firewall of the fault. */
export function buildNetwork({ addresses, nft }: Fault): void {
  execute('ip', ['link', 'set', 'lo', 'up']);
  for (const address of addresses) execute('ip', ['address', 'add', address, 'dev', 'lo']);
  if (nft !== null) execute('nft', ['-f', '-'], nft);
}
