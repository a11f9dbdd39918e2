import { fetchScript } from './node.ts';
import { scriptClient } from './script.ts';

export const denoFetch = scriptClient({
  runtime: 'deno-fetch',
  commands: ['deno'],
  askVersion: ['--version'],
  version: /^deno (\d[\w.-]*)/m,
  args: ['eval', '--no-config', '--no-lock', fetchScript('Deno.args[0]')],
  idFor: () => 'deno-fetch',
});

export const bunFetch = scriptClient({
  runtime: 'bun-fetch',
  commands: ['bun'],
  askVersion: ['--version'],
  version: /^(\d[\w.-]*)/m,
  args: ['-e', fetchScript('process.argv.at(-1)')],
  idFor: () => 'bun-fetch',
});
