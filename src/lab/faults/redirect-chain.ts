import { application, type Fault, healthy } from '../contract.ts';

export const redirectChain: Fault = {
  ...healthy,
  id: 'redirect-chain',
  title: 'three redirects come before the answer',
  story: 'The URL leads over three redirects of 45 ms each to its answer, so each request is four.',
  provokes: ['redirect-chain'],
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'redirects', hops: 3, eachMs: 45 } })],
};
