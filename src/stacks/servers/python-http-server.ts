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
    'delayed-ack-stall': atServer({
      do: 'switch Nagle off in the handler class',
      command: 'disable_nagle_algorithm = True',
    }),
  },
};
