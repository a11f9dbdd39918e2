import type { ClientStack } from '../contract.ts';

const oneByOne = {
  order: 'resolver',
  dedupe: false,
  algorithm: { kind: 'sequential', attemptTimeoutMs: null },
  noSynRetryOnWindows: false,
} as const;

export const wget: ClientStack = {
  ...oneByOne,
  id: 'wget',
  title: 'wget',
  versions: '1.x',
  certainty: 'measured',
  source: 'wget src/connect.c, src/host.c; measured with 1.21.3',
  note: 'It skips an address that failed for the rest of the process.',
};

export const libpq: ClientStack = {
  ...oneByOne,
  id: 'libpq',
  title: 'libpq, psycopg',
  versions: 'all',
  certainty: 'reported',
  source: 'psycopg2#916: 2 min 10 s through a silent address',
  note: 'connect_timeout, if set, applies to each address separately.',
};

export const cppHttplib: ClientStack = {
  ...oneByOne,
  id: 'cpp-httplib',
  title: 'cpp-httplib',
  versions: 'all',
  certainty: 'reported',
  source: 'yhirose/cpp-httplib#902: 2052 ms on Windows',
  note: null,
};

export const perlHttpTiny: ClientStack = {
  ...oneByOne,
  id: 'perl-http-tiny',
  title: 'Perl HTTP::Tiny',
  versions: '0.056 and later, over IO::Socket::IP',
  algorithm: { kind: 'sequential', attemptTimeoutMs: 60_000 },
  certainty: 'measured',
  source: 'HTTP::Tiny, IO::Socket::IP; measured with Perl 5.36',
  note: 'It uses AI_ADDRCONFIG, except for localhost.',
};

export const perlSocketInet: ClientStack = {
  ...oneByOne,
  id: 'perl-socket-inet',
  title: 'Perl IO::Socket::INET',
  versions: 'all',
  order: 'ipv4-only',
  certainty: 'source-read',
  source: 'IO::Socket::INET uses AF_INET only',
  note: null,
};
