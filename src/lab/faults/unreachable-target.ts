import { type Fault, healthy } from '../contract.ts';

export const unreachableTarget: Fault = {
  ...healthy,
  id: 'unreachable-target',
  title: 'no server listens',
  story: 'The application is not running, and both loopback addresses refuse at once.',
  provokes: ['unreachable-target'],
  servers: [],
};
