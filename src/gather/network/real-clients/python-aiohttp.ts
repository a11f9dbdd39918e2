import { pythonClient } from './python.ts';
import { atLeast } from './versions.ts';

export const pythonAiohttp = pythonClient({
  runtime: 'python-aiohttp',
  module: 'aiohttp',
  version: 'aiohttp.__version__',
  imports: `import aiohttp, asyncio
async def visit():
    async with aiohttp.ClientSession() as session:
        async with session.get(url, allow_redirects=False): pass`,
  call: ['asyncio.run(visit())'],
  idFor: (version) => (atLeast(version, [3, 10]) ? 'python-aiohttp-3-10' : 'python-aiohttp-3-9'),
});
