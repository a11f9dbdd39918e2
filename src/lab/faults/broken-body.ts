import { application, type Fault, healthy } from '../contract.ts';

export const brokenBody: Fault = {
  ...healthy,
  id: 'broken-body',
  title: 'the body of each answer ends early',
  story: 'The application promises ten bytes more than it sends, and closes the connection behind them.',
  provokes: ['broken-body'],
  servers: [application(['127.0.0.1', '::1'], { missingBytes: 10 })],
};
