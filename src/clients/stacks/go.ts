import type { ClientStack } from '../contract.ts';

export const go: ClientStack = {
  id: 'go-net-http',
  title: 'Go net/http',
  versions: 'current',
  order: 'resolver',
  dedupe: false,
  // net/dial.go fallbackDelay; http.DefaultTransport dials with a timeout of 30 s.
  algorithm: { kind: 'two-groups', delayMs: 300, budgetMs: 30_000 },
  noSynRetryOnWindows: true,
  certainty: 'measured',
  source: 'Go net/dial.go, net/fd_windows.go; measured with 1.19',
  note: 'The first Go release without SYN retries on Windows is not verified.',
};
