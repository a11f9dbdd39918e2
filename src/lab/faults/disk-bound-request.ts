import { doing, type Fault, healthy } from '../contract.ts';

export const diskBoundRequest: Fault = {
  ...healthy,
  id: 'disk-bound-request',
  title: 'each answer writes to the disk for 150 ms',
  story: 'A handler writes to a file and syncs it again and again for 150 ms before each answer.',
  provokes: ['disk-bound-request'],
  servers: [doing({ kind: 'sync-file', ms: 150 })],
};
