import { application, type Fault, healthy } from '../contract.ts';

export const largeBody: Fault = {
  ...healthy,
  id: 'large-body',
  title: 'the body of 1.2 MB takes 135 ms',
  story: 'The first byte comes at once, and the server writes 1.2 MB in four parts with 45 ms between them.',
  provokes: ['large-body'],
  servers: [
    application(['127.0.0.1', '::1'], { defect: { kind: 'large-body', parts: 4, partBytes: 300_000, everyMs: 45 } }),
  ],
};
