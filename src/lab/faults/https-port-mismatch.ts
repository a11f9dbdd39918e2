import { type Fault, healthy, PORT } from '../contract.ts';

export const httpsPortMismatch: Fault = {
  ...healthy,
  id: 'https-port-mismatch',
  title: 'the URL says https, and the port speaks http',
  story: 'The application speaks plain http on its port, and the URL of the client begins with https.',
  provokes: ['https-port-mismatch'],
  url: `https://localhost:${PORT}/`,
};
