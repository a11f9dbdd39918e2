import { auditLog } from './auth/audit-log/gatherer.ts';
import { authResponses } from './auth/auth-responses.ts';
import { authSurface } from './auth/auth-surface.ts';
import { badInput } from './auth/bad-input/gatherer.ts';
import { failedLogins } from './auth/failed-logins.ts';
import { forgeries } from './auth/forgeries.ts';
import { lifetimes } from './auth/lifetimes.ts';
import { logout } from './auth/logout.ts';
import { race } from './auth/race.ts';
import { rotation } from './auth/rotation.ts';
import type { Member } from './contract.ts';
import { encodings } from './http/encodings.ts';
import { idleConnection } from './http/idle-connection.ts';
import { idleGap } from './http/idle-gap.ts';
import { keepAlive } from './http/keep-alive.ts';
import { slope } from './http/slope/gatherer.ts';
import { payload } from './http/payload.ts';
import { preflight } from './http/preflight.ts';
import { redirects } from './http/redirects.ts';
import { routeVariants } from './http/route-variants.ts';
import { rawExchanges } from './http/raw-exchanges.ts';
import { nameService } from './names/index.ts';
import { addresses } from './network/addresses.ts';
import { listenQueue } from './network/listen-queue.ts';
import { kernelCounters } from './network/kernel-counters.ts';
import { loopbackBaseline } from './network/loopback-baseline.ts';
import { tlsHandshakes } from './network/tls-handshakes.ts';
import { openConnections } from './server/open-connections.ts';
import { proxyEnvironment } from './network/proxy-environment.ts';
import { realClientTimes } from './network/real-clients/gatherer.ts';
import { windowsConnects } from './network/windows-connects.ts';
import { machine } from './server/machine.ts';
import { serverProcess } from './server/process/index.ts';
import { throttling } from './server/throttling.ts';
import { waits } from './server/waits/gatherer.ts';
import { listeners } from './server/listeners/index.ts';

/**
 * Every kind of evidence that is gathered. Members with the same `when` and `harm` run in the order of this list. The
 * race is after all that signs in, so that its effect on sessions cannot change the evidence of another exchange. Bad
 * input and failed logins are last, because a server may throttle the address, or lock the account.
 */
export const gatherers: readonly Member[] = [
  kernelCounters,
  listenQueue,
  serverProcess,
  machine,
  throttling,
  addresses,
  openConnections,
  listeners,
  nameService,
  loopbackBaseline,
  windowsConnects,
  proxyEnvironment,
  realClientTimes,
  // The cause inside a slow server is known as soon as possible, because the others may take seconds each.
  waits,
  keepAlive,
  redirects,
  preflight,
  routeVariants,
  payload,
  tlsHandshakes,
  idleConnection,
  idleGap,
  slope,
  encodings,
  rawExchanges,
  authSurface,
  lifetimes,
  authResponses,
  rotation,
  logout,
  forgeries,
  race,
  auditLog,
  badInput,
  failedLogins,
];
