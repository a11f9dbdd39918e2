import { application, type Fault, healthy } from '../contract.ts';

export const bufferedStream: Fault = {
  ...healthy,
  id: 'buffered-stream',
  title: 'the events of a stream arrive together at its end',
  story: 'Four events happen 30 ms apart, and a buffer holds all of them back until the last one.',
  provokes: ['buffered-stream'],
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'held-stream', events: 4, everyMs: 30 } })],
};
