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
    'redirect-chain': atServer({
      do: 'write the paths as the clients ask for them, and switch off the redirect to the path with a slash',
      command: 'FastAPI(redirect_slashes=False)',
    }),
    'cors-preflight': atServer({
      do: 'let browsers keep the permission, and add this middleware last, so that it runs first',
      command: 'app.add_middleware(CORSMiddleware, max_age=7200, …)',
    }),
    'compression-cost': atServer({
      do: 'compress at a low level, or leave the middleware out while you develop',
      command: 'app.add_middleware(GZipMiddleware, compresslevel=1)',
    }),
    'reloader-restart': atServer({
      do: 'watch the folder of the code alone',
      command: 'uvicorn --reload --reload-dir src …',
    }),
    'early-keep-alive-close': atServer({
      do: 'keep idle connections longer than the clients do',
      command: 'uvicorn --timeout-keep-alive 65 …',
    }),
  },
};
