import type { ClientStack } from '../contract.ts';

/** Net::HTTP open_timeout, lib/net/http.rb. */
const OPEN_TIMEOUT_MS = 60_000;

const ordinary = { dedupe: false, noSynRetryOnWindows: false } as const;

export const ruby34: ClientStack = {
  ...ordinary,
  id: 'ruby-net-http-3-4',
  title: 'Ruby Net::HTTP',
  versions: '3.4 and later',
  order: 'ipv6-first',
  algorithm: { kind: 'staggered', delayMs: 250, budgetMs: OPEN_TIMEOUT_MS },
  certainty: 'source-read',
  source: 'Ruby ext/socket/lib/socket.rb, CONNECTION_ATTEMPT_DELAY',
  note: 'RUBY_TCP_NO_FAST_FALLBACK=1 takes it back to one address after the other.',
};

export const ruby33: ClientStack = {
  ...ordinary,
  id: 'ruby-net-http-3-3',
  title: 'Ruby 3.3 Net::HTTP',
  versions: 'before 3.4',
  order: 'resolver',
  algorithm: { kind: 'sequential-shared-budget', budgetMs: OPEN_TIMEOUT_MS },
  certainty: 'measured',
  source: 'Ruby lib/net/http.rb, ext/socket; measured with 3.1',
  note: null,
};
