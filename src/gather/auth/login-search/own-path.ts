import { isLoopbackAddress, isLoopbackName, type Target } from '../../../model/target.ts';

/** Longer ones carry values, and would fill an error message. */
const LONGEST_PATH = 120;

/**
 * The path of a URL that a document or a page of the target names, percent-encoded and without a query, whose values may
 * be secrets. Null for a URL of another server, since nothing is sent there.
 * @param page the path of the document or page, to which the URL may be relative.
 */
export function ownPath(url: string, page: string, { scheme, port, host }: Target): string | null {
  const base = `${scheme}://target.invalid:${port}`;
  if (url.length > 2_048 || !URL.canParse(url, `${base}${page}`)) return null;
  const found = new URL(url, `${base}${page}`);
  if (!/^https?:$/.test(found.protocol) || portOf(found) !== port || !isOwnHost(found.hostname, host)) return null;
  return found.pathname.length > LONGEST_PATH ? null : found.pathname;
}

const portOf = ({ protocol, port }: URL): number => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));

/** All names of this machine's loopback are one server. */
function isOwnHost(found: string, host: string): boolean {
  const plain = found.replaceAll(/^\[|\]$/g, '');
  return plain === 'target.invalid' || plain === host.toLowerCase() || (isLoopback(plain) && isLoopback(host));
}

const isLoopback = (host: string): boolean =>
  isLoopbackAddress(host) || isLoopbackName(host) || host === '0.0.0.0' || host === '::';
