import { ToolError } from '../../../model/error.ts';
import type { Arguments } from './arguments.ts';

/**
 * The one URL of a command, with a scheme and without escapes of globs.
 * @throws ToolError `bad-curl` (2) for none, for several, and for a pattern of several.
 */
export function oneUrl({ urls, texts, switches }: Arguments): string {
  const all = [...urls, ...texts.filter(([name]) => name === 'url').map(([, value]) => value)];
  const [first, second] = all;
  if (first === undefined || first === '') {
    throw new ToolError('bad-curl', 'The curl command has no URL. Paste the whole command.');
  }
  if (second !== undefined) {
    throw new ToolError(
      'bad-curl',
      `The curl command has ${all.length} URLs, or a value without quotes. Expected one request: keep one URL, and quote values with blanks.`,
    );
  }
  const url = switches.has('globoff') ? first : withoutGlob(first);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

/** curl replaces `[1-3]` and `{a,b}` (braces of a template are doubled). Other brackets are sent as they are. */
const GLOB = /(?<!\\)(?:\[(?:\d+-\d+|[a-z]-[a-z])(?::\d+)?\]|(?<!\{)\{[^{},]*,[^{}]*\}(?!\}))/i;

function withoutGlob(url: string): string {
  if (GLOB.test(url)) {
    throw new ToolError(
      'bad-curl',
      'The URL is a pattern of several URLs for curl. Write one URL, or add --globoff where the brackets belong to it.',
    );
  }
  return url.replaceAll(/\\([[\]{}])/g, '$1');
}
