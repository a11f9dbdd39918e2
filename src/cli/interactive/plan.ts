import { sanitizedText } from '../../render/sanitize.ts';
import type { Config, ConfiguredServer } from '../config/read.ts';

/** What `whyslow run` does with a configuration, a line for each server and two for its settings. */
export const planText = ({ path, servers }: Config): string =>
  sanitizedText([`${path}:`, ...servers.flatMap(linesOf)].join('\n'));

function linesOf({ name, url, settings: { choices } }: ConfiguredServer): readonly string[] {
  const { user, suites, targets } = choices;
  const thresholds = (targets ?? []).map((target) => (typeof target === 'string' ? target : target.text));
  return [
    `  ${name}  ${url}${user === undefined ? '' : `  as ${user}`}`,
    `    suites      ${suites?.join(', ') ?? 'all'}`,
    `    thresholds  ${thresholds.join('; ') || 'the defaults'}`,
  ];
}
