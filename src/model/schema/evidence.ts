import { z } from 'zod';
import { bodyEnds } from '../silence.ts';
import { authValues } from './auth-evidence.ts';
import { countByName } from './counts.ts';
import { waitKinds } from '../waits.ts';
import { authResponses } from './auth-responses.ts';
import { listenQueue } from './listen-queue.ts';
import { rawExchanges } from './raw-exchanges.ts';
import { slope } from './slope.ts';
import { variations } from './variations.ts';
import { machine } from './machine.ts';
import { serverProcesses } from './server-process.ts';
import { silence } from './silence.ts';
import { throttling } from './throttling.ts';
import { idleConnection, idleGap, openConnections, tlsHandshakes } from './connections.ts';

const object = z.strictObject;
const family = z.union([z.literal(4), z.literal(6)]);
export const connectOutcome = z.enum(['accepted', 'refused', 'timed-out', 'reset', 'unreachable']);
const ms = z.number().min(0);

const outcomeOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    object({ ok: z.literal(true), value }),
    object({ ok: z.literal(false), code: z.string(), message: z.string() }),
  ]);

const warmVisit = object({ firstByteMs: ms, totalMs: ms });
const coldVisit = object({
  connect: connectOutcome,
  connectMs: ms,
  firstByteMs: ms.nullable(),
  totalMs: ms.nullable(),
});
const resolution = object({
  name: z.string(),
  lookupsMs: z.array(ms),
  answer: outcomeOf(z.array(object({ address: z.string(), family }))),
});
const peer = object({ place: z.string(), program: z.string().nullable() });
const serverWaits = object({
  requestsMs: z.array(ms),
  shares: z.array(
    object({
      kind: z.enum(waitKinds),
      ms,
      peer: peer.nullable(),
    }),
  ),
  samples: z.int(),
  programs: z.array(object({ name: z.string(), processes: z.int() })),
  processes: z.array(object({ program: z.string(), pid: z.int(), cpuMs: ms })),
  systemMs: ms,
  others: z.array(object({ program: z.string(), pid: z.int(), cores: z.number().min(0) })),
  cores: z.int(),
  traffic: z.array(object({ peer, opened: z.int(), questions: z.int(), silentMs: ms, unansweredMs: ms })),
  serverTiming: z.array(object({ name: z.string(), ms })),
  denied: z.array(z.string()),
});
const responseFacts = object({
  httpVersion: z.string(),
  keptAlive: z.boolean(),
  mediaType: z.string().nullable(),
  contentLength: z.number().nullable(),
  contentEncoding: z.string().nullable(),
  setsCookie: z.boolean(),
  retryAfter: z.string().nullable(),
  bodyBytes: z.int().min(0),
  lastByteMs: ms.nullable(),
  bursts: z.int().min(0),
  ending: object({
    framing: z.enum(['length', 'chunked', 'close']),
    quietMs: ms,
    events: z.int().min(0).nullable(),
  }).optional(),
});
const addressVisits = object({
  name: z.string(),
  address: z.string(),
  family,
  order: z.int().min(0),
  cold: z.array(coldVisit),
  warm: z.array(warmVisit),
  answer: object({ status: z.int(), server: z.string().nullable() }).nullable(),
  body: z.enum(bodyEnds).nullable().default(null),
  silence,
  statuses: countByName.default({}),
  location: z.string().nullable().default(null),
  response: responseFacts.nullable().default(null),
  firstAnswerMs: ms.nullable().default(null),
  slowestAnswerMs: ms.nullable().default(null),
  unanswered: z.array(object({ code: z.string(), waitedMs: ms })).default([]),
});
const listener = object({
  address: z.string(),
  family,
  port: z.int(),
  pid: z.int().nullable(),
  command: z.string().nullable(),
});

const nameService = object({
  hosts: z.array(object({ address: z.string(), names: z.array(z.string()) })).nullable(),
  nsswitch: z.string().nullable(),
  gaiConf: z.array(z.string()),
  search: z.array(z.string()),
  nameservers: z.array(z.string()),
  addrconfig: outcomeOf(z.array(object({ address: z.string(), family }))),
  dottedMs: ms.nullable(),
});
const baseline = object({
  family,
  address: z.string(),
  openMs: z.array(ms),
  closed: object({ connect: connectOutcome, connectMs: ms }),
});

const realClient = object({
  id: z.string(),
  version: z.string(),
  ms: ms.nullable(),
  because: z.string().nullable(),
});

const values = {
  addresses: object({ resolutions: z.array(resolution), visits: z.array(addressVisits) }),
  listeners: object({
    listeners: z.array(listener),
    otherPorts: z.array(object({ port: z.number(), program: z.string().nullable() })).default([]),
  }),
  'name-service': nameService,
  'loopback-baseline': object({ families: z.array(baseline) }),
  'proxy-environment': object({
    variable: z.string().nullable(),
    proxyHost: z.string().nullable(),
    noProxy: z.array(z.string()),
  }),
  'kernel-counters': object({ delayedAcks: z.int(), synRetransmits: z.int(), listenOverflows: z.int() }),
  'listen-queue': listenQueue,
  'windows-connects': object({
    connects: z.array(object({ address: z.string(), accepted: z.boolean(), connectMs: ms })),
  }),
  'real-clients': object({ times: z.array(realClient) }),
  'keep-alive': object({ fresh: z.array(warmVisit), reused: z.array(warmVisit), delayedAcks: z.number().nullable() }),
  slope,
  'open-connections': openConnections,
  'idle-connection': idleConnection,
  'idle-gap': idleGap,
  'tls-handshakes': tlsHandshakes,
  waits: serverWaits,
  'flow-waits': object({
    flows: z.array(
      object({ flow: z.string(), noun: z.string(), checksPassword: z.boolean().default(false), waits: serverWaits }),
    ),
  }),
  ...authValues,
  ...variations,
  process: serverProcesses,
  machine,
  throttling,
};

const evidenceOf = <K extends string, T extends z.ZodType>(kind: K, value: T) =>
  object({ kind: z.literal(kind), takenAt: z.iso.datetime(), tookMs: ms, outcome: outcomeOf(value) });

export const evidence = z.discriminatedUnion('kind', [
  evidenceOf('addresses', values.addresses),
  evidenceOf('listeners', values.listeners),
  evidenceOf('name-service', values['name-service']),
  evidenceOf('loopback-baseline', values['loopback-baseline']),
  evidenceOf('proxy-environment', values['proxy-environment']),
  evidenceOf('windows-connects', values['windows-connects']),
  evidenceOf('kernel-counters', values['kernel-counters']),
  evidenceOf('listen-queue', values['listen-queue']),
  evidenceOf('real-clients', values['real-clients']),
  evidenceOf('keep-alive', values['keep-alive']),
  evidenceOf('slope', values.slope),
  evidenceOf('raw-exchanges', rawExchanges),
  evidenceOf('open-connections', values['open-connections']),
  evidenceOf('idle-connection', values['idle-connection']),
  evidenceOf('idle-gap', values['idle-gap']),
  evidenceOf('tls-handshakes', values['tls-handshakes']),
  evidenceOf('auth-surface', values['auth-surface']),
  evidenceOf('rotation', values.rotation),
  evidenceOf('forgeries', values.forgeries),
  evidenceOf('bad-input', values['bad-input']),
  evidenceOf('failed-logins', values['failed-logins']),
  evidenceOf('audit-log', values['audit-log']),
  evidenceOf('race', values.race),
  evidenceOf('logout', values.logout),
  evidenceOf('lifetimes', values.lifetimes),
  evidenceOf('auth-responses', authResponses),
  evidenceOf('waits', values.waits),
  evidenceOf('flow-waits', values['flow-waits']),
  evidenceOf('redirects', values.redirects),
  evidenceOf('preflight', values.preflight),
  evidenceOf('route-variants', values['route-variants']),
  evidenceOf('payload', values.payload),
  evidenceOf('encodings', values.encodings),
  evidenceOf('process', values.process),
  evidenceOf('machine', values.machine),
  evidenceOf('throttling', values.throttling),
]);
