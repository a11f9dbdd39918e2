import { listensOnBoth, type ServerStack } from './contract.ts';

export const vite: ServerStack = {
  id: 'vite',
  title: 'Vite dev server',
  command: /(^|[\\/\s])vite(\.js|\.mjs)?(\s|$)/,
  header: null,
  remedies: listensOnBoth(({ port }) => ({
    do: 'name an address that your clients use; `--host` alone opens the server to the network',
    command: `vite --host 127.0.0.1 --port ${port}`,
  })),
};
