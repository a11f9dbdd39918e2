import { listensOnBoth, type ServerStack } from './contract.ts';

export const uvicorn: ServerStack = {
  id: 'uvicorn',
  title: 'uvicorn',
  command: /\buvicorn\b|\bfastapi (dev|run)\b/,
  header: /^uvicorn/i,
  // The system decides whether a socket on :: accepts IPv4 too: yes on Linux and macOS, no on Windows.
  remedies: listensOnBoth(({ port }) => ({
    do: 'listen on both families (Linux, macOS)',
    command: `uvicorn --host :: --port ${port} …`,
  })),
};
