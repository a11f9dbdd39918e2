import { application, type Fault, healthy } from '../contract.ts';

export const splitServers: Fault = {
  ...healthy,
  id: 'split-servers',
  title: 'two different servers share the port',
  story: 'Yesterday’s build still listens on ::1, and today’s took 127.0.0.1: which one answers depends on the client.',
  provokes: ['split-servers'],
  servers: [
    { ...application(['127.0.0.1'], { product: 'lab-today' }), label: 'today' },
    { ...application(['::1'], { product: 'lab-yesterday', status: 404 }), label: 'yesterday' },
  ],
};
