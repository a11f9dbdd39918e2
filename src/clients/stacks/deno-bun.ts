import type { ClientStack } from '../contract.ts';

const ordinary = { dedupe: false, noSynRetryOnWindows: false, note: null } as const;

export const denoConnect29: ClientStack = {
  ...ordinary,
  id: 'deno-connect-2-9',
  title: 'Deno.connect',
  versions: '2.9 and later',
  order: 'ipv6-first',
  algorithm: { kind: 'staggered', delayMs: 250, budgetMs: null },
  certainty: 'source-read',
  source: 'Deno ext/net/happy_eyeballs.rs, #31726',
};

export const denoConnect: ClientStack = {
  ...ordinary,
  id: 'deno-connect-2-8',
  title: 'Deno.connect before 2.9',
  versions: 'before 2.9',
  order: 'resolver',
  algorithm: { kind: 'first-only' },
  certainty: 'source-read',
  source: 'Deno ext/net/ops.rs before #31726',
};

export const denoFetch: ClientStack = {
  ...ordinary,
  id: 'deno-fetch',
  title: 'Deno fetch',
  versions: '2',
  order: 'resolver',
  algorithm: { kind: 'two-groups', delayMs: 300, budgetMs: null },
  certainty: 'measured',
  source: 'Deno ext/fetch/dns.rs over hyper-util; measured with 2.9.6',
};

export const bunFetch: ClientStack = {
  ...ordinary,
  id: 'bun-fetch',
  title: 'Bun fetch',
  versions: '1',
  order: 'resolver',
  algorithm: { kind: 'parallel' },
  certainty: 'measured',
  source: 'Bun packages/bun-usockets/src/context.c start_connections; measured with 1.4.5',
};
