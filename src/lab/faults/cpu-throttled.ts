import { doing, type Fault, healthy } from '../contract.ts';

export const cpuThrottled: Fault = {
  ...healthy,
  id: 'cpu-throttled',
  title: 'a CPU limit of a tenth of a core holds the server back',
  story: 'A handler computes for 20 ms, and its container may use 10 ms of a core in each 100 ms.',
  provokes: ['cpu-throttled'],
  needs: ['cpu-limit'],
  // The counters of the limit are read while the addresses are visited; more requests would take seconds.
  flags: ['--quick'],
  servers: [{ ...doing({ kind: 'compute', ms: 20 }), cpuLimit: 0.1 }],
};
