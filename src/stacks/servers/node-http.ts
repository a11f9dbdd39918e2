import type { ServerStack } from './contract.ts';

export const nodeHttp: ServerStack = {
  id: 'node-http',
  title: 'Node.js http server',
  command: /(^|[/\\])node(\.exe)?"?\s/,
  header: null,
  bothFamilies: (port) => ({
    do: 'leave the host out, so that Node listens on both families',
    command: `server.listen(${port})`,
  }),
  oneWrite: [{ do: 'send headers and body together', command: 'response.end(body) instead of response.write(body)' }],
};
