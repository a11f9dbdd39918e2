import type { Flow } from './contract.ts';

const ENV_SLOT = /\{\{\s*env\.([^{}\s]+)\s*\}\}/g;

/** The environment variables that the templates of these flows name, each once. */
export const envNamesIn = (flows: readonly Omit<Flow, 'needs'>[]): readonly string[] => [
  ...new Set([...JSON.stringify(flows).matchAll(ENV_SLOT)].flatMap(([, name]) => (name === undefined ? [] : [name]))),
];
