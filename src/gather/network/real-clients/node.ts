import type { RealClient } from './contract.ts';
import { scriptClient } from './script.ts';
import { atLeast } from './versions.ts';

/** The installed Node, which may be another version than the one that runs whyslow. */
const node = { commands: ['node'], askVersion: ['--version'], version: /^v(\d[\w.-]*)/m } as const;

const httpScript = `
const client = require(process.argv[1].startsWith('https') ? 'node:https' : 'node:http');
const start = performance.now();
const report = (because) => {
  console.log(JSON.stringify({ ms: performance.now() - start, because }));
  process.exit();
};
client.get(process.argv[1], { agent: false }, (response) => response.on('end', () => report()).resume())
  .on('error', (error) => report(error.code + ' ' + (error.errors?.map(String).join(', ') ?? error.message)));
`;

/** A script for Node, Deno and Bun. Fetching the data: URL loads the code of fetch before the clock starts. */
export const fetchScript = (url: string): string => `
const visit = async (url) => {
  await fetch('data:,').then((answer) => answer.text());
  const start = performance.now();
  const result = {};
  try {
    await fetch(url, { redirect: 'manual' }).then((answer) => answer.body?.cancel());
  } catch (error) {
    result.because = [error.cause?.code ?? error.code, String(error.cause ?? error)].filter(Boolean).join(' ');
  }
  result.ms = performance.now() - start;
  console.log(JSON.stringify(result));
};
visit(${url});
`;

export const nodeHttp = scriptClient({
  ...node,
  runtime: 'node-http',
  args: ['-e', httpScript],
  idFor: (version) => `node-http-${generation(version)}`,
});

const fetching = scriptClient({
  ...node,
  runtime: 'node-fetch',
  args: ['-e', fetchScript('process.argv[1]')],
  idFor: (version) => `node-fetch-${atLeast(version, [20]) ? generation(version) : '18'}`,
});

export const nodeFetch: RealClient = {
  ...fetching,
  async detect() {
    const found = await fetching.detect();
    // Node before 18 has no fetch.
    return found !== null && atLeast(found.version, [18]) ? found : null;
  },
};

function generation(version: string): string {
  if (atLeast(version, [25])) return '25';
  if (atLeast(version, [20])) return '20';
  return atLeast(version, [17]) ? '18' : '16';
}
