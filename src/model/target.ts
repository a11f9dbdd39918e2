/** The server under test: its URL, parsed once. */
export interface Target {
  /** The URL for output, with masked query values. `requestUrl` gives the URL for requests. */
  readonly url: string;
  readonly scheme: 'http' | 'https';
  /** As the user wrote it, without brackets: `localhost`, `127.0.0.1`, `::1`. */
  readonly host: string;
  readonly port: number;
  /** Path and query of the URL as sent in requests, at least `/`. Never part of any output. */
  readonly path: string;
  /** The separate auth server of the target. Absent where the target signs in itself. */
  readonly auth?: Target;
}

/** 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), also v4-mapped (::ffff:7f00:1 in URLs). */
export const isLoopbackAddress = (address: string): boolean =>
  /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address) ||
  /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/i.test(address) ||
  address === '::1';

/** RFC 6761 §6.3: `localhost` and all names below it resolve to this machine. */
export const isLoopbackName = (host: string): boolean => /^(.+\.)?localhost\.?$/i.test(host);

export const isAddressLiteral = (host: string): boolean => host.includes(':') || /^\d+(\.\d+){3}$/.test(host);

/** `host:port`, with the brackets that RFC 3986 §3.2.2 requires around IPv6. */
export const authority = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** The URL for requests, with its query. It may contain secrets, so it is passed to clients and never output. */
export const requestUrl = ({ url, path }: Pick<Target, 'url' | 'path'>): string => `${new URL(url).origin}${path}`;
