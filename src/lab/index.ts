import type { Fault } from './contract.ts';
import { acceptThenReset } from './faults/accept-then-reset.ts';
import { addrconfigHiddenLoopback } from './faults/addrconfig-hidden-loopback.ts';
import { busyMachine } from './faults/busy-machine.ts';
import { brokenBody } from './faults/broken-body.ts';
import { bufferedStream } from './faults/buffered-stream.ts';
import { compressionCost } from './faults/compression-cost.ts';
import { corsPreflight } from './faults/cors-preflight.ts';
import { growingList } from './faults/growing-list.ts';
import { httpsPortMismatch } from './faults/https-port-mismatch.ts';
import { largeBody } from './faults/large-body.ts';
import { redirectChain } from './faults/redirect-chain.ts';
import { slowMiddleware } from './faults/slow-middleware.ts';
import { wrongContentLength } from './faults/wrong-content-length.ts';
import { delayedAckStall } from './faults/delayed-ack-stall.ts';
import { eventLoopBlocked } from './faults/event-loop-blocked.ts';
import { fullAcceptQueue } from './faults/full-accept-queue.ts';
import { rateLimitDelay } from './faults/rate-limit-delay.ts';
import { serialServer } from './faults/serial-server.ts';
import { sessionLock } from './faults/session-lock.ts';
import { workerPoolPlateau } from './faults/worker-pool-plateau.ts';
import { expectContinueStall } from './faults/expect-continue-stall.ts';
import { stalledLargeBody } from './faults/stalled-large-body.ts';
import { stalledPost } from './faults/stalled-post.ts';
import { cpuBoundRequest } from './faults/cpu-bound-request.ts';
import { diskBoundRequest } from './faults/disk-bound-request.ts';
import { downstreamConnectEachRequest } from './faults/downstream-connect-each-request.ts';
import { downstreamSlowAnswer } from './faults/downstream-slow-answer.ts';
import { lockBoundRequest } from './faults/lock-bound-request.ts';
import { serverResolvesNames } from './faults/server-resolves-names.ts';
import { sleepingRequest } from './faults/sleeping-request.ts';
import { waitsForCore } from './faults/waits-for-core.ts';
import { coldStart } from './faults/cold-start.ts';
import { sporadicStall } from './faults/sporadic-stall.ts';
import { reloaderRestart } from './faults/reloader-restart.ts';
import { debuggerAttached } from './faults/debugger-attached.ts';
import { cpuThrottled } from './faults/cpu-throttled.ts';
import { downstreamLateRefusal } from './faults/downstream-late-refusal.ts';
import { droppedFirstAddress } from './faults/dropped-first-address.ts';
import { duplicateHostEntry } from './faults/duplicate-host-entry.ts';
import { everyAnswerAnError } from './faults/every-answer-an-error.ts';
import { foreignLocalhostEntry } from './faults/foreign-localhost-entry.ts';
import { foreignIpv6First } from './faults/foreign-ipv6-first.ts';
import { hostsAfterDns } from './faults/hosts-after-dns.ts';
import { happyEyeballsTax } from './faults/happy-eyeballs-tax.ts';
import { ipv4OnlyMachine } from './faults/ipv4-only-machine.ts';
import { ipv6OnlyListener } from './faults/ipv6-only-listener.ts';
import { lateRefusedFirstAddress } from './faults/late-refused-first-address.ts';
import { localhostAskedOfDns } from './faults/localhost-asked-of-dns.ts';
import { missingLocalhostEntry } from './faults/missing-localhost-entry.ts';
import { earlyKeepAliveClose } from './faults/early-keep-alive-close.ts';
import { noKeepAlive } from './faults/no-keep-alive.ts';
import { tlsHandshakePerRequest } from './faults/tls-handshake-per-request.ts';
import { keepAliveHoldsWorker } from './faults/keep-alive-holds-worker.ts';
import { idleConnectionBlocksServer } from './faults/idle-connection-blocks-server.ts';
import { muteAfterAccept } from './faults/mute-after-accept.ts';
import { none } from './faults/none.ts';
import { oneFamilyListener } from './faults/one-family-listener.ts';
import { proxiedLocalhost } from './faults/proxied-localhost.ts';
import { reorderedFamilies } from './faults/reordered-families.ts';
import { searchDomainWalk } from './faults/search-domain-walk.ts';
import { slowApplication } from './faults/slow-application.ts';
import { slowLoopback } from './faults/slow-loopback.ts';
import { slowNameLookup } from './faults/slow-name-lookup.ts';
import { splitServers } from './faults/split-servers.ts';
import { unreachableTarget } from './faults/unreachable-target.ts';

/** The controls first, then the faults of names, addresses, connections and servers. */
export const faults: readonly Fault[] = [
  none,
  ipv4OnlyMachine,
  busyMachine,
  unreachableTarget,
  missingLocalhostEntry,
  localhostAskedOfDns,
  foreignLocalhostEntry,
  foreignIpv6First,
  duplicateHostEntry,
  reorderedFamilies,
  addrconfigHiddenLoopback,
  slowNameLookup,
  hostsAfterDns,
  searchDomainWalk,
  proxiedLocalhost,
  lateRefusedFirstAddress,
  droppedFirstAddress,
  happyEyeballsTax,
  oneFamilyListener,
  ipv6OnlyListener,
  slowLoopback,
  splitServers,
  acceptThenReset,
  muteAfterAccept,
  delayedAckStall,
  fullAcceptQueue,
  serialServer,
  workerPoolPlateau,
  sessionLock,
  eventLoopBlocked,
  rateLimitDelay,
  stalledLargeBody,
  stalledPost,
  expectContinueStall,
  idleConnectionBlocksServer,
  keepAliveHoldsWorker,
  tlsHandshakePerRequest,
  noKeepAlive,
  earlyKeepAliveClose,
  downstreamLateRefusal,
  downstreamConnectEachRequest,
  downstreamSlowAnswer,
  serverResolvesNames,
  lockBoundRequest,
  diskBoundRequest,
  cpuBoundRequest,
  waitsForCore,
  sleepingRequest,
  slowApplication,
  coldStart,
  sporadicStall,
  reloaderRestart,
  debuggerAttached,
  cpuThrottled,
  everyAnswerAnError,
  brokenBody,
  bufferedStream,
  compressionCost,
  corsPreflight,
  growingList,
  httpsPortMismatch,
  largeBody,
  redirectChain,
  slowMiddleware,
  wrongContentLength,
];
