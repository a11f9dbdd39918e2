import type { Algorithm, ClientStack } from '../contract.ts';

/** undici lib/core/connect.js: all connect attempts of a fetch together have ten seconds. */
const FETCH_BUDGET_MS = 10_000;
/** lib/net.js: autoSelectFamilyAttemptTimeout, doubled by nodejs/node#60334. */
const ATTEMPT_MS = { node20: 250, node25: 500 } as const;

const abandoning = (delayMs: number, budgetMs: number | null): Algorithm => ({
  kind: 'sequential-abandoning',
  delayMs,
  budgetMs,
});

// libuv disables the SYN retries on Windows loopback, so all of these get a refusal at once (libuv#2896).
const ordinary = { dedupe: true, noSynRetryOnWindows: true, certainty: 'measured', note: null } as const;

export const nodeHttp16: ClientStack = {
  ...ordinary,
  id: 'node-http-16',
  title: 'Node 16 http',
  versions: '16 and before',
  order: 'ipv4-first',
  algorithm: { kind: 'first-only' },
  source: 'nodejs/node#40537, #40702; measured with 16.20.2',
};

export const nodeHttp18: ClientStack = {
  ...ordinary,
  id: 'node-http-18',
  title: 'Node 18 http',
  versions: '17 to 19',
  order: 'resolver-addrconfig',
  algorithm: { kind: 'first-only' },
  source: 'nodejs/node#39987, #40702; measured with 18.20.8',
  note: 'It has autoSelectFamily, switched off by default.',
};

export const nodeHttp20: ClientStack = {
  ...ordinary,
  id: 'node-http-20',
  title: 'Node 20 http',
  versions: '20 to 24',
  order: 'resolver-addrconfig',
  algorithm: abandoning(ATTEMPT_MS.node20, null),
  source: 'lib/net.js of 20.20.2, nodejs/node#46790; measured with 20.20.2 and 24.21.0',
};

export const nodeHttp25: ClientStack = {
  ...ordinary,
  id: 'node-http-25',
  title: 'Node 26 http',
  versions: '25 and later',
  order: 'resolver-addrconfig',
  algorithm: abandoning(ATTEMPT_MS.node25, null),
  source: 'nodejs/node#60334; measured with 25.9.0 and 26.10.0',
};

export const nodeFetch18: ClientStack = {
  ...nodeHttp18,
  id: 'node-fetch-18',
  title: 'Node 18 fetch',
  source: 'undici lib/core/connect.js; measured with 18.20.8',
};

export const nodeFetch20: ClientStack = {
  ...nodeHttp20,
  id: 'node-fetch-20',
  title: 'Node 20 fetch',
  algorithm: abandoning(ATTEMPT_MS.node20, FETCH_BUDGET_MS),
  source: 'undici lib/core/connect.js, lib/dispatcher/client.js; measured with 20.20.2 and 24.21.0',
};

export const nodeFetch25: ClientStack = {
  ...nodeHttp25,
  id: 'node-fetch-25',
  title: 'Node 26 fetch',
  algorithm: abandoning(ATTEMPT_MS.node25, FETCH_BUDGET_MS),
  source: 'undici lib/core/connect.js, nodejs/node#60334; measured with 25.9.0 and 26.10.0',
};
