import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const uvicorn: ServerStack = {
  id: 'uvicorn',
  title: 'uvicorn',
  command: /\buvicorn\b|\bfastapi (dev|run)\b/,
  header: /^uvicorn/i,
  // The system decides whether a socket on :: accepts IPv4 too: yes on Linux and macOS, no on Windows.
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families (Linux, macOS)',
      command: `uvicorn --host :: --port ${port} …`,
    })),
    'event-loop-blocked': atServer(
      {
        do: 'write a handler that blocks as a plain function, which runs in a thread',
        command: 'def handler(): instead of async def handler():',
      },
      { do: 'run several processes', command: 'uvicorn --workers 4 …' },
    ),
  },
};
