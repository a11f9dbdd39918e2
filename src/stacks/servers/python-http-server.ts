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
    'delayed-ack-stall': atServer({
      do: 'switch Nagle off in the handler class',
      command: 'disable_nagle_algorithm = True',
    }),
  },
};
