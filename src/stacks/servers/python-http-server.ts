import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const pythonHttpServer: ServerStack = {
  id: 'python-http-server',
  title: 'Python http.server',
  command: /python[\d.]*(\.exe)?"?\s+(-\w+\s+)*-m\s+http\.server/,
  header: /^SimpleHTTP\//,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families',
      command: `python -m http.server ${port} --bind ::`,
    })),
    'full-accept-queue': atServer({
      do: 'raise the backlog in the server class',
      command: 'request_queue_size = 128',
    }),
    'idle-connection-blocks-server': atServer({
      do: 'use the server with a thread for each connection',
      command: 'ThreadingHTTPServer((host, port), Handler)',
    }),
    'keep-alive-holds-worker': atServer({
      do: 'use the server with a thread for each connection',
      command: 'ThreadingHTTPServer((host, port), Handler)',
    }),
    'no-keep-alive': atServer({
      do: 'speak HTTP/1.1 in the handler class, state Content-Length in each answer, and switch Nagle off',
      command: "protocol_version = 'HTTP/1.1'; disable_nagle_algorithm = True",
    }),
    'delayed-ack-stall': atServer({
      do: 'switch Nagle off in the handler class',
      command: 'disable_nagle_algorithm = True',
    }),
  },
};
