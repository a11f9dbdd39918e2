import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Resolution, ResolvedAddress } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { isAddressLiteral } from '../../model/target.ts';
import { bounded } from './bounded.ts';

const LOOKUPS = 3;
/** A lookup that waits for an unreachable name server takes 5 s and is not repeated. */
const SLOW_MS = 500;

type Answer = Outcome<readonly ResolvedAddress[]>;

/** Calls getaddrinfo as Python and most clients do: all addresses, in its own order, without AI_ADDRCONFIG. */
export async function resolve(name: string): Promise<Resolution> {
  if (isAddressLiteral(name)) {
    return { name, lookupsMs: [], answer: got([{ address: name, family: name.includes(':') ? 6 : 4 }]) };
  }
  // Start Node's thread pool first: starting it takes milliseconds that the lookup would otherwise include.
  await stat('.').catch(() => null);
  const lookupsMs: number[] = [];
  let answer: Answer = gotNothing('not-asked', `${name} was not looked up`);
  while (lookupsMs.length < LOOKUPS && lookupsMs.every((tookMs) => tookMs < SLOW_MS)) {
    const start = performance.now();
    answer = await askOnce(name);
    lookupsMs.push(performance.now() - start);
  }
  return { name, lookupsMs, answer };
}

export async function askOnce(name: string): Promise<Answer> {
  try {
    const found = await bounded(lookup(name, { all: true, order: 'verbatim', hints: 0 }));
    return got(found.map(asAddress));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return gotNothing(code, `${name} does not resolve (${code})`);
  }
}

const asAddress = ({ address, family }: { address: string; family: number }): ResolvedAddress => ({
  address,
  family: family === 6 ? 6 : 4,
});
