import type { ServerStack } from './contract.ts';

export const uvicorn: ServerStack = {
  id: 'uvicorn',
  title: 'uvicorn',
  command: /\buvicorn\b|\bfastapi (dev|run)\b/,
  header: /^uvicorn/i,
  // uvicorn sets IPV6_V6ONLY off for '::' on Linux only by the system default, hence "Linux and macOS".
  bothFamilies: (port) => ({
    do: 'listen on both families (Linux, macOS)',
    command: `uvicorn --host '::' --port ${port} …`,
  }),
  oneWrite: [],
};
