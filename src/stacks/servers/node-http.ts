import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const nodeHttp: ServerStack = {
  id: 'node-http',
  title: 'Node.js http server',
  command: /(^|[/\\])node(\.exe)?"?\s/,
  header: null,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'leave the host out, so that Node listens on both families',
      command: `server.listen(${port})`,
    })),
    'event-loop-blocked': atServer(
      {
        do: 'use the asynchronous call, which runs in the thread pool',
        command: 'crypto.pbkdf2(…, callback) instead of crypto.pbkdf2Sync(…)',
      },
      { do: 'compute in a worker thread', command: "new Worker('./compute.js', { workerData })" },
    ),
    'full-accept-queue': atServer(({ port }) => ({
      do: 'raise the backlog, and find what keeps the event loop from accepting',
      command: `server.listen({ port: ${port}, backlog: 511 })`,
    })),
    'delayed-ack-stall': atServer({
      do: 'send headers and body together',
      command: 'response.end(body) instead of response.write(body)',
    }),
  },
};
