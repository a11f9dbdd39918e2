import { at, entriesOf, listAt, textAt } from '../document.ts';
import { splitUrl } from '../target.ts';
import { fixed } from '../template-text.ts';

/** Where the operations of a document are: the prefix of their paths, and the origin where the document names one. */
export interface Server {
  readonly origin: string | null;
  /** Without a slash at its end. */
  readonly prefix: string;
}

/** The first server (3.x), or host and base path (2.0). */
export function serverOf(document: unknown): Server {
  const host = textAt(document, 'host');
  const scheme = listAt(document, 'schemes').find((each) => each === 'http' || each === 'https') ?? 'http';
  const old = `${host === null ? '' : `${scheme}://${host}`}${textAt(document, 'basePath') ?? ''}`;
  const [first] = listAt(document, 'servers');
  const url = first === undefined ? old : withDefaults(textAt(first, 'url') ?? '', at(first, 'variables'));
  const split = splitUrl(fixed(url));
  if (split !== null) return { origin: split.origin, prefix: prefixOf(split.target) };
  return { origin: null, prefix: url.includes('://') ? '' : prefixOf(url) };
}

const withDefaults = (url: string, variables: unknown): string =>
  url.replaceAll(/\{([^{}]+)\}/g, (_slot, name: string) => textAt(entriesOf(at(variables, name)), 'default') ?? '');

function prefixOf(path: string): string {
  const [plain = ''] = path.split(/[?#]/);
  const trimmed = plain.replaceAll(/^\/+|\/+$/g, '');
  return trimmed === '' || trimmed === '.' ? '' : `/${trimmed}`;
}
