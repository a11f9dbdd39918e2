import type { ClientStack } from '../contract.ts';

const ordinary = {
  order: 'resolver',
  dedupe: false,
  noSynRetryOnWindows: false,
  certainty: 'source-read',
  note: null,
} as const;

export const reqwest: ClientStack = {
  ...ordinary,
  id: 'rust-reqwest',
  title: 'Rust reqwest, hyper-util',
  versions: 'hyper-util 0.1',
  algorithm: { kind: 'two-groups', delayMs: 300, budgetMs: null },
  source: 'hyper-util src/client/legacy/connect/http.rs, dns.rs',
};

export const tokio: ClientStack = {
  ...ordinary,
  id: 'rust-tokio',
  title: 'Rust tokio, std TcpStream',
  versions: 'all',
  algorithm: { kind: 'sequential', attemptTimeoutMs: null },
  source: 'tokio/src/net/tcp/stream.rs',
};
