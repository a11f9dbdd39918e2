import { pythonClient } from './python.ts';

export const pythonHttpx = pythonClient({
  runtime: 'python-httpx',
  module: 'httpx',
  version: 'httpx.__version__',
  imports: `import httpx
client = httpx.Client(trust_env=False)`,
  call: ['with client.stream("GET", url): pass'],
  idFor: () => 'python-httpx',
});

export const pythonHttpxAsync = pythonClient({
  runtime: 'python-httpx-async',
  module: 'httpx',
  version: 'httpx.__version__',
  // anyio picks its backend at the first connect, and importing that one takes longer than connecting.
  imports: `import asyncio, anyio, httpx
try: import anyio._backends._asyncio
except ImportError: pass
client = httpx.AsyncClient(trust_env=False)
async def visit():
    async with client.stream("GET", url): pass`,
  call: ['asyncio.run(visit())'],
  idFor: () => 'python-httpx-async',
});
