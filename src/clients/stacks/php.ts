import type { ClientStack } from '../contract.ts';

export const phpStreams: ClientStack = {
  id: 'php-streams',
  title: 'PHP streams',
  versions: 'file_get_contents, fsockopen, mysqlnd, predis',
  order: 'resolver',
  dedupe: false,
  // default_socket_timeout in main/main.c, which all addresses share.
  algorithm: { kind: 'sequential-shared-budget', budgetMs: 60_000 },
  noSynRetryOnWindows: false,
  certainty: 'measured',
  source: 'php-src main/network.c php_network_connect_socket_to_host; measured with 8.2',
  note: "PHP's curl extension and Guzzle connect as the libcurl that they use.",
};
