import { application, type Fault, healthy } from '../contract.ts';

export const reloaderRestart: Fault = {
  ...healthy,
  id: 'reloader-restart',
  title: 'a reloader restarts the server during the diagnosis',
  story: 'A process answers five requests and ends, and another one begins 0.2 s later, as when a file was written.',
  provokes: ['reloader-restart'],
  servers: [application(['127.0.0.1', '::1'], { endsAfter: 5 })],
};
