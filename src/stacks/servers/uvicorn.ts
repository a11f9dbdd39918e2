import { listensOnBoth, type ServerStack } from './contract.ts';

export const uvicorn: ServerStack = {
  id: 'uvicorn',
  title: 'uvicorn',
  command: /\buvicorn\b|\bfastapi (dev|run)\b/,
  header: /^uvicorn/i,
  // Whether a socket on :: takes IPv4 too is left to the system: yes on Linux and macOS, no on Windows.
  remedies: listensOnBoth(({ port }) => ({
    do: 'listen on both families (Linux, macOS)',
    command: `uvicorn --host :: --port ${port} …`,
  })),
};
