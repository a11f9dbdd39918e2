import { expect, test } from 'vitest';
import { eventCounter } from '../../../src/gather/http/stream-events.ts';

test.each([
  ['text/event-stream', ['data: a\n\n', 'id: 2\ndata: b\n\nda'], 2],
  ['text/event-stream', ['data: a\r\n\r', '\ndata: b\r\n\r\n'], 2],
  ['text/event-stream', [': comment\n'], 0],
  ['application/x-ndjson', ['{"a":1}\n{"a":', '2}\n'], 2],
  ['multipart/x-mixed-replace', ['--b\r\nx\r\n-', '-b\r\ny\r\n--b'], 2],
])('%s: events are counted across chunks %#', (mediaType, chunks, count) => {
  const counter = eventCounter(mediaType);
  for (const chunk of chunks) counter?.add(Buffer.from(chunk));
  expect(counter?.count()).toBe(count);
});

test.each([null, 'application/json', 'text/plain'])('%s is no stream', (mediaType) =>
  expect(eventCounter(mediaType)).toBeNull(),
);
