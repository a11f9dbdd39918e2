import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { BodyEnding, ResponseFacts } from '../../../src/model/response-facts.ts';
import { answering } from '../literals.ts';

type Differences = Partial<Omit<ResponseFacts, 'ending'>> & { readonly ending?: Partial<BodyEnding> | undefined };

/** The facts of a response of eleven bytes that arrived and ended at once. */
export const responseWith = ({ ending, ...over }: Differences = {}): ResponseFacts => ({
  httpVersion: '1.1',
  keptAlive: true,
  mediaType: 'application/json',
  contentLength: 11,
  contentEncoding: null,
  setsCookie: false,
  retryAfter: null,
  bodyBytes: 11,
  lastByteMs: 2,
  bursts: 1,
  ...over,
  ending: { framing: 'length', quietMs: 0, events: null, ...ending },
});

/** An address whose visits took so long to the first byte and to the end, with these facts of the last response. */
export const receiving = (
  response: ResponseFacts | null,
  { firstByteMs = 2, totalMs = 2, ...over }: Partial<AddressVisits> & { firstByteMs?: number; totalMs?: number } = {},
): AddressVisits => ({
  ...answering('127.0.0.1'),
  cold: Array.from({ length: 3 }, () => ({ connect: 'accepted', connectMs: 0.2, firstByteMs, totalMs }) as const),
  response,
  ...over,
});

export const redirecting = (location: string, over: Partial<AddressVisits> = {}): AddressVisits => ({
  ...answering('127.0.0.1'),
  answer: { status: 302, server: null },
  statuses: { 302: 2 },
  location,
  ...over,
});

export const visits = (...totalsMs: readonly number[]) =>
  totalsMs.map((totalMs) => ({ firstByteMs: totalMs, totalMs }));
