import { application, type Fault, healthy } from '../contract.ts';

export const compressionCost: Fault = {
  ...healthy,
  id: 'compression-cost',
  title: 'each answer is compressed at the highest level',
  story: 'The body of 300 KB is there at once, and for browsers the server compresses it with Brotli at level 11.',
  provokes: ['compression-cost'],
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'strong-compression', bytes: 300_000 } })],
};
