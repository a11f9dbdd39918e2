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
    'cors-preflight': atServer(
      { do: 'let browsers keep the permission (cors in Express)', command: 'app.use(cors({ maxAge: 7200 }))' },
      { do: 'put this line before sessions, authentication and body parsers', command: null },
    ),
    'compression-cost': atServer({
      do: 'lower the level of Brotli: its default in Node is 11, the slowest',
      command: '{ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }',
    }),
    'buffered-stream': atServer(
      { do: 'write each event when it happens, and flush it where compression is used', command: 'response.flush()' },
      {
        do: 'or leave streams out of compression',
        command: "compression({ filter: (req) => req.headers.accept !== 'text/event-stream' })",
      },
    ),
    'wrong-content-length': atServer({
      do: 'leave Content-Length out, so that Node sets it, or count bytes',
      command: 'Buffer.byteLength(body)',
    }),
    'reloader-restart': atServer({
      do: 'watch the folder of the code alone (as of Node 18.11, on macOS and Windows)',
      command: 'node --watch-path=src server.js',
    }),
    'early-keep-alive-close': atServer({
      do: 'keep idle connections longer than the clients do',
      command: 'server.keepAliveTimeout = 65_000; server.headersTimeout = 66_000',
    }),
    'delayed-ack-stall': atServer({
      do: 'send headers and body together',
      command: 'response.end(body) instead of response.write(body)',
    }),
  },
};
