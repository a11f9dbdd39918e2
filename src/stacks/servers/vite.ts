import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { namesOtherServer } from './other-server.ts';

export const vite: ServerStack = {
  id: 'vite',
  title: 'Vite dev server',
  command: /(^|[\\/\s])vite(\.js|\.mjs)?(\s|$)/,
  header: null,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'name an address that your clients use; `--host` alone opens the server to the network',
      command: `vite --host 127.0.0.1 --port ${port}`,
    })),
    'cold-start': atServer({
      do: 'compile the first pages when the server starts, in vite.config (and name large modules in optimizeDeps.include)',
      command: "server: { warmup: { clientFiles: ['./src/main.ts'] } }",
    }),
    ...namesOtherServer((_kind, place) => ({
      do: 'name the target of the proxy by its address, in vite.config',
      command: `server: { proxy: { '/api': 'http://${place}' } }`,
    })),
  },
};
