import { application, type Fault, healthy, PORT } from '../contract.ts';

export const muteAfterAccept: Fault = {
  ...healthy,
  id: 'mute-after-accept',
  title: '::1 accepts and stays mute',
  story: 'A port forwarder accepts on ::1 and never sends a byte, while 127.0.0.1 reaches the application.',
  provokes: ['mute-after-accept'],
  flags: ['--timeout', '1s'],
  servers: [
    application(['127.0.0.1']),
    { label: 'forwarder', addresses: ['::1'], port: PORT, core: 'any', cpuLimit: null, behaviour: { kind: 'mute' } },
  ],
};
