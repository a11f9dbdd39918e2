import type { Format } from './contract.ts';

const markdown: Format = {
  name: 'markdown',
  file: 'report.md',
  load: async () => (await import('./markdown/index.ts')).markdown,
};

const json: Format = { name: 'json', file: 'run.json', load: async () => (await import('./json.ts')).json };

/** The summary of a step on GitHub. The command line writes annotations and step outputs, which are not files. */
const github: Format = {
  name: 'github',
  file: 'summary.md',
  load: async () => (await import('./github/index.ts')).github,
};

export const formats: readonly Format[] = [
  { name: 'terminal', file: 'run.txt', load: async () => (await import('./terminal/index.ts')).terminal },
  markdown,
  { name: 'html', file: 'report.html', load: async () => (await import('./html/index.ts')).html },
  json,
  { name: 'junit', file: 'junit.xml', load: async () => (await import('./junit/index.ts')).junit },
  { name: 'sarif', file: 'whyslow.sarif', load: async () => (await import('./sarif.ts')).sarif },
  github,
];

/** The formats that every run writes into its folder. */
export const savedFormats: readonly Format[] = [markdown, json];
