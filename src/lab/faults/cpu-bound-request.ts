import { doing, type Fault, healthy } from '../contract.ts';

export const cpuBoundRequest: Fault = {
  ...healthy,
  id: 'cpu-bound-request',
  title: 'each answer takes 150 ms of computing',
  story: 'A handler computes for 150 ms in a thread before each answer, on an idle machine.',
  provokes: ['cpu-bound-request'],
  servers: [doing({ kind: 'compute-in-thread', ms: 150 })],
};
