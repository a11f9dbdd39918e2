import type { RealClient } from './contract.ts';
import { scriptClient } from './script.ts';
import { atLeast } from './versions.ts';

/** The Node that people's scripts run on, which may be another than ours. */
const node = { commands: ['node'], askVersion: ['--version'], version: /^v(\d[\w.-]*)/m } as const;

const httpScript = `
const client = require(process.argv[1].startsWith('https') ? 'node:https' : 'node:http');
const start = performance.now();
const tell = (because) => {
  console.log(JSON.stringify({ ms: performance.now() - start, because }));
  process.exit();
};
client.get(process.argv[1], { agent: false }, (response) => response.on('end', () => tell()).resume())
  .on('error', (error) => tell(error.code + ' ' + (error.errors?.map(String).join(', ') ?? error.message)));
`;

/** Runs where `fetch` is: Node, Deno and Bun. The data: URL makes it load its machinery before the clock starts. */
export const fetchScript = (url: string): string => `
const visit = async (url) => {
  await fetch('data:,').then((answer) => answer.text());
  const start = performance.now();
  const told = {};
  try {
    await fetch(url, { redirect: 'manual' }).then((answer) => answer.body?.cancel());
  } catch (error) {
    told.because = [error.cause?.code ?? error.code, String(error.cause ?? error)].filter(Boolean).join(' ');
  }
  told.ms = performance.now() - start;
  console.log(JSON.stringify(told));
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
    // Before Node 18 there is no fetch to time.
    return found !== null && atLeast(found.version, [18]) ? found : null;
  },
};

function generation(version: string): string {
  if (atLeast(version, [25])) return '25';
  if (atLeast(version, [20])) return '20';
  return atLeast(version, [17]) ? '18' : '16';
}
