import { application, type Fault, healthy } from '../contract.ts';

const DEBUGGER_PORT = 9_229;

export const debuggerAttached: Fault = {
  ...healthy,
  id: 'debugger-attached',
  title: 'a debugger holds the server at a breakpoint',
  story: 'An editor is connected to the debugger of the server, which stops at a breakpoint in its handler.',
  provokes: ['debugger-attached'],
  // The server answers nothing, so each visit takes this long.
  flags: ['--timeout', '1s'],
  servers: [
    application(['127.0.0.1', '::1'], { steps: [{ kind: 'breakpoint' }], debuggerPort: DEBUGGER_PORT }),
    {
      label: 'editor',
      addresses: [],
      port: 0,
      core: 'any',
      cpuLimit: null,
      behaviour: { kind: 'debugger', port: DEBUGGER_PORT },
    },
  ],
};
