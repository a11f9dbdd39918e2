import { listensOnBoth, type ServerStack } from './contract.ts';

export const next: ServerStack = {
  id: 'next',
  title: 'Next.js dev server',
  command: /(^|[\\/\s])next(-server|\.js)?\s|next\s+(dev|start)/,
  header: null,
  remedies: listensOnBoth(({ port }) => ({
    do: 'bind the address family that your clients use; without -H Next listens on every address',
    command: `next dev -H 127.0.0.1 -p ${port}`,
  })),
};
