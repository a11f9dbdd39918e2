import { application, type Fault, healthy } from '../contract.ts';

export const idleConnectionBlocksServer: Fault = {
  ...healthy,
  id: 'idle-connection-blocks-server',
  title: 'a silent connection blocks the server',
  story:
    'The server has one thread and reads the next connection when the one before has ended, as browsers keep them open in advance.',
  provokes: ['idle-connection-blocks-server'],
  flags: ['--deep'],
  servers: [application(['127.0.0.1', '::1'], { serves: 'one-connection', keepsOpenMs: null })],
};
