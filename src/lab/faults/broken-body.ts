import { application, type Fault, healthy } from '../contract.ts';

export const brokenBody: Fault = {
  ...healthy,
  id: 'broken-body',
  title: 'the body of each response ends early',
  story: 'Content-Length is ten bytes more than the application sends before it closes the connection.',
  provokes: ['broken-body'],
  servers: [application(['127.0.0.1', '::1'], { missingBytes: 10 })],
};
