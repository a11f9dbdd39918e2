/** Media types whose body is made of events that a client reads one by one, before the response has ended. */
const streams: ReadonlySet<string> = new Set([
  'text/event-stream',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/stream+json',
  'multipart/x-mixed-replace',
]);

export const isStream = (mediaType: string): boolean => streams.has(mediaType);
