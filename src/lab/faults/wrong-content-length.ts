import { application, type Fault, healthy } from '../contract.ts';

export const wrongContentLength: Fault = {
  ...healthy,
  id: 'wrong-content-length',
  title: 'clients wait for ten bytes that do not come',
  story: 'Content-Length is ten bytes more than the application sends, and it closes the connection only after 200 ms.',
  provokes: ['wrong-content-length'],
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'late-end', afterMs: 200 } })],
};
