import type { ClientStack } from '../contract.ts';

const ordinary = { dedupe: false, noSynRetryOnWindows: false, note: null } as const;

export const chrome: ClientStack = {
  ...ordinary,
  id: 'chrome',
  title: 'Chrome, Edge',
  versions: 'current',
  order: 'built-in-ipv6-first',
  // net/socket/tcp_connect_job.h, kIPv6FallbackTime; a connect job as a whole has four minutes.
  algorithm: { kind: 'two-groups', delayMs: 300, budgetMs: 240_000 },
  certainty: 'source-read',
  source: 'Chromium net/socket/transport_connect_job.h, tcp_connect_job.h, net/dns/host_resolver_manager.cc',
};

export const firefox: ClientStack = {
  ...ordinary,
  id: 'firefox',
  title: 'Firefox',
  versions: 'current',
  order: 'resolver',
  // network.http.connection-retry-timeout and network.http.connection-timeout in modules/libpref.
  algorithm: { kind: 'two-groups', delayMs: 250, budgetMs: 90_000 },
  certainty: 'source-read',
  source: 'Firefox modules/libpref: connection-retry-timeout, fast-fallback-to-IPv4',
  note: 'It remembers the family that won for a host, so the second connection may cost less.',
};

export const safari: ClientStack = {
  ...ordinary,
  id: 'safari',
  title: 'Safari, URLSession',
  versions: 'current',
  order: 'ipv6-first',
  algorithm: { kind: 'staggered', delayMs: 250, budgetMs: null },
  certainty: 'unverified',
  source: 'Apple developer forums 781848: Network framework implements Happy Eyeballs',
  note: 'Its delay depends on the times of earlier connections and may be shorter.',
};
