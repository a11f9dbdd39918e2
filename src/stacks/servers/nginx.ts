import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const nginx: ServerStack = {
  id: 'nginx',
  title: 'nginx',
  command: /(^|[\\/\s:])nginx(:|\.exe|\s|$)/,
  header: /^(nginx|openresty)/i,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families in the server block',
      command: `listen 127.0.0.1:${port}; listen [::1]:${port};`,
    })),
    'delayed-ack-stall': atServer({ do: 'let nginx send without delay', command: 'tcp_nodelay on;' }),
  },
};
