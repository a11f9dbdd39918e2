import { ToolError } from '../model/error.ts';

/** A URL with its scheme and host written out. `wildcard` is the address to listen on that `localhost` replaces. */
export interface Spelled {
  readonly url: string;
  readonly wildcard: string | null;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A port without a host: `8000`, `:8000`, each with a path or without. */
const BARE_PORT = /^:?([1-9]\d{0,4})(?=$|[/?#])/;
const HIGHEST_PORT = 65_535;

/**
 * Expands the short forms. `8000`, `:8000` and `http://:8000` are that port of this machine; `:::8000` is how Node
 * programs print the IPv6 wildcard.
 */
export function spelledOut(text: string): Spelled {
  const typed = text.trim();
  const [, port] = BARE_PORT.exec(typed) ?? [];
  if (port !== undefined && Number(port) <= HIGHEST_PORT) {
    return { url: `http://localhost:${typed.replace(/^:/, '')}`, wildcard: null };
  }
  const url = (SCHEME.test(typed) ? typed : `http://${typed}`)
    .replace(/^(https?:\/\/):::(?=\d)/i, '$1[::]:')
    .replace(/^(https?:\/\/):(?=\d)/i, '$1localhost:');
  const wildcard = wildcardOf(url);
  return wildcard === null ? { url, wildcard } : { url: url.replace(hostIn(url), 'localhost'), wildcard };
}

/** Whether the text is a port of this machine, not a name or a URL. */
export const isBarePort = (text: string): boolean => BARE_PORT.test(text.trim());

/**
 * A server that listens on every address prints one of these: 0.0.0.0 and [::] (Python, Node, Go), `*` and `+` (.NET).
 * They are not the address of a machine, so `localhost` replaces them.
 */
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]', '[::ffff:0:0]', '*', '+']);

function wildcardOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  // `http://0` becomes 0.0.0.0 too, and is refused as a numeric host.
  const isWritten = hostname !== '0.0.0.0' || hostIn(url) === hostname;
  return isWritten && WILDCARDS.has(hostname) ? hostname : null;
}

/** The host as it was typed: after the scheme and any name and password, before the port. */
export function hostIn(url: string): string {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i.exec(url) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** The IPv4 address that URL parsing makes of a host that is not written as four decimal numbers; else null. */
export function disguisedAddress(url: string): string | null {
  const { hostname } = new URL(url);
  return IPV4.test(hostname) && hostIn(url) !== hostname ? hostname : null;
}

/**
 * WHATWG URL parsing reads 8100, 0x7f.1, 010.1 and 127.1 as IPv4 addresses, most of them of other machines.
 * @throws ToolError `bad-url` (exit 2) that names the address.
 */
export function refuseNumericHost(url: string): void {
  const address = disguisedAddress(url);
  if (address === null) return;
  const typed = hostIn(url);
  const isPort = /^[1-9]\d{0,4}$/.test(typed) && Number(typed) <= HIGHEST_PORT;
  throw new ToolError(
    'bad-url',
    `The host "${typed}" is a number, which URL parsing turns into the address ${address}. Nothing was sent. ` +
      `For ${isPort ? `port ${typed} of this machine` : 'this machine'} write ` +
      `http://localhost:${isPort ? typed : '8000'}; if the address is meant, write it as ${address}.`,
  );
}
