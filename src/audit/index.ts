import type { EvidenceKind, Reading } from '../model/evidence.ts';
import type { Check, Finding, Named, Opinion } from '../model/finding.ts';
import { NOT_ASKED } from '../model/outcome.ts';
import { exchangesOf } from './exchanges.ts';
import { type AnyAudit, type AnySecurityAudit, inconclusive, notApplicable, type Subject } from './contract.ts';
import { brokenBody } from './http/broken-body.ts';
import { bufferedStream } from './http/buffered-stream.ts';
import { compressionCost } from './http/compression-cost.ts';
import { corsPreflight } from './http/cors-preflight.ts';
import { growingList } from './http/growing-list.ts';
import { largeBody } from './http/large-body.ts';
import { redirectChain } from './http/redirect-chain.ts';
import { slowMiddleware } from './http/slow-middleware.ts';
import { wrongContentLength } from './http/wrong-content-length.ts';
import { httpsPortMismatch } from './network/https-port-mismatch.ts';
import { coldStart } from './http/cold-start.ts';
import { sporadicStall } from './http/sporadic-stall.ts';
import { delayedAckStall } from './http/delayed-ack-stall.ts';
import { earlyKeepAliveClose } from './http/early-keep-alive-close.ts';
import { idleConnectionBlocksServer } from './http/idle-connection-blocks-server.ts';
import { keepAliveHoldsWorker } from './http/keep-alive-holds-worker.ts';
import { noKeepAlive } from './http/no-keep-alive.ts';
import { tlsHandshakePerRequest } from './http/tls-handshake-per-request.ts';
import { everyAnswerAnError } from './http/every-answer-an-error.ts';
import { eventLoopBlocked } from './http/event-loop-blocked.ts';
import { rateLimitDelay } from './http/rate-limit-delay.ts';
import { sessionLock } from './http/session-lock.ts';
import { workerPoolPlateau } from './http/worker-pool-plateau.ts';
import { serialServer } from './http/serial-server.ts';
import { expectContinueStall } from './http/expect-continue-stall.ts';
import { sessionsEndEachOther } from './http/sessions-end-each-other.ts';
import { slowApplication } from './http/slow-application.ts';
import { addrconfigHiddenLoopback } from './names/addrconfig-hidden-loopback.ts';
import { duplicateHostEntry } from './names/duplicate-host-entry.ts';
import { foreignLocalhostEntry } from './names/foreign-localhost-entry.ts';
import { missingLocalhostEntry } from './names/missing-localhost-entry.ts';
import { reorderedFamilies } from './names/reordered-families.ts';
import { searchDomainWalk } from './names/search-domain-walk.ts';
import { slowNameLookup } from './names/slow-name-lookup.ts';
import { downstreamLateRefusal } from './server/downstream-late-refusal.ts';
import { cpuBoundRequest } from './server/cpu-bound-request.ts';
import { diskBoundRequest } from './server/disk-bound-request.ts';
import { downstreamConnectEachRequest } from './server/downstream-connect-each-request.ts';
import { downstreamSlowAnswer } from './server/downstream-slow-answer.ts';
import { lockBoundRequest } from './server/lock-bound-request.ts';
import { serverResolvesNames } from './server/server-resolves-names.ts';
import { sleepingRequest } from './server/sleeping-request.ts';
import { cpuThrottled } from './server/cpu-throttled.ts';
import { debuggerAttached } from './server/debugger-attached.ts';
import { noisyMachine } from './server/noisy-machine.ts';
import { reloaderRestart } from './server/reloader-restart.ts';
import { slowPasswordHash } from './server/slow-password-hash.ts';
import { waitsForCore } from './server/waits-for-core.ts';
import { acceptThenReset } from './network/accept-then-reset.ts';
import { droppedFirstAddress } from './network/dropped-first-address.ts';
import { fullAcceptQueue } from './network/full-accept-queue.ts';
import { happyEyeballsTax } from './network/happy-eyeballs-tax.ts';
import { proxiedLocalhost } from './network/proxied-localhost.ts';
import { slowLoopback } from './network/slow-loopback.ts';
import { splitServers } from './network/split-servers.ts';
import { lateRefusedFirstAddress } from './network/late-refused-first-address.ts';
import { muteAfterAccept } from './network/mute-after-accept.ts';
import { oneFamilyListener } from './network/one-family-listener.ts';
import { unreachableTarget } from './network/unreachable-target.ts';

export { replacedChecks, securityAudits } from './auth/index.ts';

/** The audits of what the server waits for inside. At most one of them fails. */
export const insideAudits: readonly AnyAudit[] = [
  downstreamLateRefusal,
  downstreamConnectEachRequest,
  downstreamSlowAnswer,
  serverResolvesNames,
  lockBoundRequest,
  diskBoundRequest,
  cpuBoundRequest,
  waitsForCore,
  sleepingRequest,
];

/** The audits of slowness, in the order of importance for a developer. */
export const audits: readonly AnyAudit[] = [
  fullAcceptQueue,
  httpsPortMismatch,
  idleConnectionBlocksServer,
  keepAliveHoldsWorker,
  muteAfterAccept,
  unreachableTarget,
  everyAnswerAnError,
  debuggerAttached,
  reloaderRestart,
  cpuThrottled,
  lateRefusedFirstAddress,
  droppedFirstAddress,
  happyEyeballsTax,
  acceptThenReset,
  splitServers,
  slowLoopback,
  slowNameLookup,
  searchDomainWalk,
  foreignLocalhostEntry,
  proxiedLocalhost,
  addrconfigHiddenLoopback,
  oneFamilyListener,
  duplicateHostEntry,
  missingLocalhostEntry,
  reorderedFamilies,
  wrongContentLength,
  brokenBody,
  delayedAckStall,
  redirectChain,
  growingList,
  bufferedStream,
  compressionCost,
  largeBody,
  corsPreflight,
  slowMiddleware,
  expectContinueStall,
  tlsHandshakePerRequest,
  noKeepAlive,
  earlyKeepAliveClose,
  sessionsEndEachOther,
  rateLimitDelay,
  eventLoopBlocked,
  serialServer,
  sessionLock,
  workerPoolPlateau,
  slowPasswordHash,
  ...insideAudits,
  sporadicStall,
  coldStart,
  noisyMachine,
  slowApplication,
];

/** The evidence that the chosen audits read. It is not configured anywhere else. */
export const evidenceFor = (chosen: readonly AnyAudit[]): ReadonlySet<EvidenceKind> =>
  new Set(chosen.flatMap(({ needs, uses }) => [...needs, ...uses]));

export const findingsOf = (
  chosen: readonly AnyAudit[],
  evidence: readonly Reading[],
  subject: Subject,
): readonly Finding[] =>
  withNotes(
    chosen,
    chosen.map((rule) => ({ ...namesOf(rule), ...opinionOf(rule, evidence, subject) })),
  );

export const checksOf = (
  chosen: readonly AnySecurityAudit[],
  evidence: readonly Reading[],
  subject: Subject,
): readonly Check[] =>
  chosen.map((rule) => ({
    ...namesOf(rule),
    ...rule.textsUnder?.(subject.limits ?? {}),
    standard: rule.standard,
    group: rule.group,
    ...withExchanges(opinionOf(rule, evidence, subject), rule, evidence),
  }));

function withExchanges(
  opinion: Opinion,
  rule: AnySecurityAudit,
  evidence: readonly Reading[],
): Opinion & Pick<Check, 'exchanges'> {
  if (opinion.outcome === 'not-applicable' || opinion.outcome === 'note') return opinion;
  const exchanges = exchangesOf(rule, valuesFor(rule, evidence).values);
  return exchanges.length === 0 ? opinion : { ...opinion, exchanges };
}

const namesOf = ({ id, title, holds }: Named): Named => ({ id, title, ...(holds === undefined ? {} : { holds }) });

/** One cause is one finding: a failure that another failure explains becomes a note under it. */
function withNotes(chosen: readonly AnyAudit[], findings: readonly Finding[]): readonly Finding[] {
  const causes = chosen.filter(({ id }) => findings.some((each) => each.id === id && each.outcome === 'fail'));
  return findings.map((finding) => {
    const cause = causes.find(({ explains }) => explains.includes(finding.id));
    if (finding.outcome !== 'fail' || cause === undefined) return finding;
    const { summary, facts, advice } = finding;
    return { ...namesOf(finding), outcome: 'note', summary, facts, advice, explainedBy: cause.id };
  });
}

function opinionOf(rule: AnyAudit, evidence: readonly Reading[], subject: Subject): Opinion {
  const { values, missing } = valuesFor(rule, evidence);
  if (missing !== null) return withoutEvidence(evidence.find(({ kind }) => kind === missing));
  // Every kind in `needs` is present. The type of the audit excludes other kinds.
  return rule.check(values as never, subject);
}

/** The values of the evidence by kind, and the first needed kind that has none. */
function valuesFor(
  { needs, uses }: AnyAudit,
  evidence: readonly Reading[],
): { readonly values: Readonly<Record<string, unknown>>; readonly missing: EvidenceKind | null } {
  const values: Record<string, unknown> = {};
  let missing: EvidenceKind | null = null;
  for (const kind of [...needs, ...uses]) {
    const piece = evidence.find((candidate) => candidate.kind === kind);
    if (piece?.outcome.ok === true) values[kind] = piece.outcome.value;
    else if (needs.includes(kind)) missing ??= kind;
  }
  return { values, missing };
}

const NOT_EXAMINED = 'this run did not examine it';

function withoutEvidence(piece: Reading | undefined): Opinion {
  if (piece === undefined || piece.outcome.ok) return inconclusive(NOT_EXAMINED);
  const { code, message } = piece.outcome;
  return code === NOT_ASKED ? notApplicable(message) : inconclusive(message);
}
