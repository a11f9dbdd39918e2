import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { packageFile } from '../package-file.ts';
import type { RenderOptions } from '../render/contract.ts';

const NARROWEST = 60;
const WIDEST = 200;
const WIDTH_OF_A_PIPE = 80;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Decides about colour (no-color.org, force-color.org), width and Unicode of an output stream. */
export function outputStyleFor(stream: Stream, environment: Environment, colourWanted: boolean): RenderOptions {
  const columns = stream.columns ?? (Number(environment['COLUMNS']) || WIDTH_OF_A_PIPE);
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    colour: colourWanted && colourFits(stream, environment),
    unicode: environment['TERM'] !== 'linux' && !/^(C|POSIX)$/.test(environment['LC_ALL'] ?? ''),
    ...(colourWanted && hasLinks(stream) ? { pages: PAGES } : {}),
  };
}

/** The pages of findings are part of the package: a click opens the page that `whyslow explain` prints. */
const PAGES = packageFile('docs/findings/').href;

/** Links only on terminals that are known to support them; others may print the escape sequence. */
const hasLinks = (stream: Stream): boolean =>
  stream.isTTY === true && createSupportsHyperlinks({ isTTY: stream.isTTY });

function colourFits(stream: Stream, environment: Environment): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force } = environment;
  if (force !== undefined && force !== '') return force !== '0';
  if (no !== undefined && no !== '') return false;
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}
