import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const next: ServerStack = {
  id: 'next',
  title: 'Next.js dev server',
  command: /(^|[\\/\s])next(-server|\.js)?\s|next\s+(dev|start)/,
  header: null,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'bind the address family that your clients use; without -H Next listens on every address',
      command: `next dev -H 127.0.0.1 -p ${port}`,
    })),
    'cold-start': atServer({
      do: 'the development server compiles each page when it is first asked for; measure what was built instead',
      command: 'next build && next start',
    }),
  },
};
