import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Resolution, ResolvedAddress } from '../model/evidence.ts';
import { got, gotNothing } from '../model/outcome.ts';
import { isAddressLiteral } from '../model/target.ts';

/** Asks getaddrinfo as Python, curl and Go ask it: all addresses, in its own order, without AI_ADDRCONFIG. */
export async function resolve(name: string): Promise<Resolution> {
  if (isAddressLiteral(name))
    return { name, resolveMs: 0, answer: got([{ address: name, family: name.includes(':') ? 6 : 4 }]) };
  // Node asks on its thread pool, and starting that costs milliseconds which are Node's and not the resolver's.
  await stat('.').catch(() => null);
  const start = performance.now();
  const elapsedMs = (): number => performance.now() - start;
  try {
    const found = await lookup(name, { all: true, order: 'verbatim', hints: 0 });
    return { name, resolveMs: elapsedMs(), answer: got(found.map(asAddress)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { name, resolveMs: elapsedMs(), answer: gotNothing(code, `${name} does not resolve (${code})`) };
  }
}

const asAddress = ({ address, family }: { address: string; family: number }): ResolvedAddress => ({
  address,
  family: family === 6 ? 6 : 4,
});
