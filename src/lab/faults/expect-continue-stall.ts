import { application, type Fault, healthy } from '../contract.ts';

export const expectContinueStall: Fault = {
  ...healthy,
  id: 'expect-continue-stall',
  title: 'clients that ask before an upload wait in vain',
  story:
    'The server ignores Expect: 100-continue, so that a client which asks before an upload waits one second for an answer.',
  provokes: ['expect-continue-stall'],
  command: 'load',
  flags: ['--method', 'PUT', '--data', 'name=ada', '--requests', '20', '--connections', '1'],
  servers: [application(['127.0.0.1', '::1'], { expect: 'ignored' })],
};
