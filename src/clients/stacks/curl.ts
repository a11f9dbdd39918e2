import type { ClientStack } from '../contract.ts';

/** The default limit of libcurl for a connection: lib/connect.h, DEFAULT_CONNECT_TIMEOUT. */
const CONNECT_BUDGET_MS = 300_000;
/** include/curl/curl.h, CURL_HET_DEFAULT; `--happy-eyeballs-timeout-ms` changes it. */
const HEAD_START_MS = 200;

const ordinary = { dedupe: false, noSynRetryOnWindows: false, note: null } as const;
const twoGroups = { kind: 'two-groups', delayMs: HEAD_START_MS, budgetMs: CONNECT_BUDGET_MS } as const;
const staggered = { kind: 'staggered', delayMs: HEAD_START_MS, budgetMs: CONNECT_BUDGET_MS } as const;

export const curl822: ClientStack = {
  ...ordinary,
  id: 'curl-8-22',
  title: 'curl 8.22',
  versions: '8.22.0 and later',
  order: 'built-in-ipv6-first',
  algorithm: staggered,
  noSynRetryOnWindows: true,
  certainty: 'source-read',
  source: 'curl lib/cf-socket.c at rc-8_22_0-1 (abcb5349e3), lib/cf-ip-happy.c, lib/vdns/hostip.c',
};

export const curl816: ClientStack = {
  ...ordinary,
  id: 'curl-8-16',
  title: 'curl 8.16',
  versions: '8.16.0 to 8.21',
  order: 'built-in-ipv6-first',
  algorithm: staggered,
  certainty: 'source-read',
  source: 'curl lib/cf-ip-happy.c, rewritten in af69c9d636; lib/vdns/hostip.c',
};

export const curl810: ClientStack = {
  ...ordinary,
  id: 'curl-8-10',
  title: 'curl 8.10',
  versions: '8.10.0 to 8.15',
  order: 'built-in-ipv6-first',
  algorithm: twoGroups,
  certainty: 'source-read',
  source: 'curl 81a3342877: IPv6 first, independent of the order of the resolver',
};

export const curl82: ClientStack = {
  ...ordinary,
  id: 'curl-8-2-1',
  title: 'curl 8.2',
  versions: '8.2.1 to 8.9',
  order: 'built-in-ipv6-first',
  algorithm: twoGroups,
  certainty: 'source-read',
  source: 'curl ac67d72179: the built-in list of localhost has IPv6 first',
};

export const curl778: ClientStack = {
  ...ordinary,
  id: 'curl-7-78',
  title: 'curl 7.88',
  versions: '7.78.0 to 8.2.0',
  order: 'built-in-ipv4-first',
  algorithm: twoGroups,
  certainty: 'measured',
  source: 'curl 1a0ebf6632; measured with 7.88.1',
  note: 'It tries 127.0.0.1 first for localhost, so its time does not show what a slow ::1 costs other clients.',
};

export const curl777: ClientStack = {
  ...ordinary,
  id: 'curl-7-77',
  title: 'curl 7.77',
  versions: 'before 7.78.0',
  order: 'resolver',
  algorithm: twoGroups,
  certainty: 'unverified',
  source: 'what 1a0ebf6632 replaced in 7.78.0',
};
