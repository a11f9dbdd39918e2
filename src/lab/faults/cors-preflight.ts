import { application, type Fault, healthy } from '../contract.ts';

export const corsPreflight: Fault = {
  ...healthy,
  id: 'cors-preflight',
  title: 'each preflight takes 150 ms and is not kept',
  story:
    'The server permits pages of other origins, answers their OPTIONS after 150 ms and lets no browser keep the permission.',
  provokes: ['cors-preflight'],
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'slow-preflight', ms: 150, maxAgeS: null } })],
};
