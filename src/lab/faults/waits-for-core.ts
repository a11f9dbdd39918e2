import { doing, type Fault, healthy, type Server } from '../contract.ts';

const busy = (number: number): Server => ({
  label: `busy program ${number}`,
  addresses: [],
  port: 0,
  core: 'shared',
  cpuLimit: null,
  behaviour: { kind: 'busy' },
});

export const waitsForCore: Fault = {
  ...healthy,
  id: 'waits-for-core',
  title: 'each answer waits for a core that other programs use',
  story: 'A handler computes for 40 ms before each answer, and three busy programs run on its core.',
  provokes: ['waits-for-core'],
  servers: [
    { ...doing({ kind: 'compute', ms: 40 }), core: 'shared' },
    ...Array.from({ length: 3 }, (_, index) => busy(index + 1)),
  ],
};
