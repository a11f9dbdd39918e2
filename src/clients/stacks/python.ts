import type { ClientStack } from '../contract.ts';

/** httpx limits each connect to five seconds by default: httpx/_config.py, DEFAULT_TIMEOUT_CONFIG. */
const HTTPX_CONNECT_MS = 5_000;
/** The delay of RFC 8305 in anyio and aiohttp (through aiohappyeyeballs). */
const HEAD_START_MS = 250;

const ordinary = { dedupe: false, noSynRetryOnWindows: false, certainty: 'measured', note: null } as const;
const oneByOne = { kind: 'sequential', attemptTimeoutMs: null } as const;

export const pythonUrllib: ClientStack = {
  ...ordinary,
  id: 'python-urllib',
  title: 'Python urllib, http.client',
  versions: 'all of Python 3',
  order: 'resolver',
  algorithm: oneByOne,
  source: 'CPython Lib/socket.py create_connection; measured with 3.11',
  note: 'A timeout, if the caller sets one, applies to each address separately.',
};

export const pythonRequests: ClientStack = {
  ...ordinary,
  id: 'python-requests',
  title: 'Python requests',
  versions: 'all',
  order: 'resolver',
  algorithm: oneByOne,
  source: 'urllib3/util/connection.py; measured with requests 2.34',
  note: 'A timeout, if the caller sets one, applies to each address separately.',
};

export const pythonHttpx: ClientStack = {
  ...ordinary,
  id: 'python-httpx',
  title: 'Python httpx, sync',
  versions: 'all',
  order: 'resolver',
  algorithm: { kind: 'sequential', attemptTimeoutMs: HTTPX_CONNECT_MS },
  source: 'httpcore/_backends/sync.py; measured with httpx 0.28',
};

export const pythonHttpxAsync: ClientStack = {
  ...ordinary,
  id: 'python-httpx-async',
  title: 'Python httpx, async',
  versions: 'all, over anyio',
  order: 'ipv6-first',
  algorithm: { kind: 'staggered', delayMs: HEAD_START_MS, budgetMs: HTTPX_CONNECT_MS },
  source: 'anyio/_core/_sockets.py, httpcore/_backends/anyio.py; measured with httpx 0.28',
};

export const pythonAsyncio: ClientStack = {
  ...ordinary,
  id: 'python-asyncio',
  title: 'Python asyncio',
  versions: 'all, unless happy_eyeballs_delay is given',
  order: 'resolver',
  algorithm: oneByOne,
  source: 'CPython Lib/asyncio/base_events.py create_connection; measured with 3.11',
};

export const pythonAiohttp: ClientStack = {
  ...ordinary,
  id: 'python-aiohttp-3-10',
  title: 'Python aiohttp',
  versions: '3.10 and later',
  order: 'resolver-addrconfig',
  algorithm: { kind: 'staggered', delayMs: HEAD_START_MS, budgetMs: null },
  source: 'aiohttp/connector.py, aiohttp/resolver.py, aiohappyeyeballs/impl.py; measured with aiohttp 3.14',
};

export const pythonAiohttpOld: ClientStack = {
  ...ordinary,
  id: 'python-aiohttp-3-9',
  title: 'Python aiohttp 3.9',
  versions: 'before 3.10',
  order: 'resolver-addrconfig',
  algorithm: oneByOne,
  source: 'aiohttp/connector.py before aiohappyeyeballs; measured with aiohttp 3.8.4',
};
