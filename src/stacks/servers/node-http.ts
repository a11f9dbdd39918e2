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
    'delayed-ack-stall': atServer({
      do: 'send headers and body together',
      command: 'response.end(body) instead of response.write(body)',
    }),
  },
};
