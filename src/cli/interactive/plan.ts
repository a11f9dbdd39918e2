import type { RenderOptions } from '../../render/contract.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import { penFor } from '../../render/terminal/pen.ts';
import type { Config, ConfiguredServer } from '../config/read.ts';

/** What `whyslow run` does with a configuration, a line for each server and two for its settings. */
export const planText = ({ path, servers }: Config, look: RenderOptions): string =>
  sanitizedText([`${path}:`, ...servers.flatMap((server) => linesOf(server, look))].join('\n'));

/** The names of the settings are beside their values. */
const BESIDE = 16;

function linesOf({ name, url, settings: { choices } }: ConfiguredServer, look: RenderOptions): readonly string[] {
  const { user, suites, targets } = choices;
  const pen = penFor(look);
  const thresholds = (targets ?? []).map((target) => (typeof target === 'string' ? target : target.text));
  const beside = (title: string, text: string): string =>
    `    ${title.padEnd(BESIDE - 4)}${pen.wrap(text, BESIDE).trimStart()}`;
  return [
    `  ${name}  ${url}${user === undefined ? '' : `  as ${user}`}`,
    beside('suites', suites?.join(', ') ?? 'all'),
    beside('thresholds', thresholds.join('; ') || 'the defaults'),
  ];
}
