import { application, type Fault, healthy } from '../contract.ts';

/** A control: programs that take the cores are no fault of a server whose answers are quick. */
export const busyMachine: Fault = {
  ...healthy,
  id: 'busy-machine',
  title: 'other programs compute beside a quick server',
  story: 'Three programs compute all the time, and the server needs a core for less than a millisecond of each answer.',
  provokes: [],
  servers: [
    application(['127.0.0.1', '::1']),
    ...[1, 2, 3].map(
      (number) =>
        ({
          label: `busy program ${number}`,
          addresses: [],
          port: 0,
          core: 'any',
          cpuLimit: null,
          behaviour: { kind: 'busy' },
        }) as const,
    ),
  ],
};
