/** The server under question, taken apart once so that nobody parses a URL twice. */
export interface Target {
  /** As it is shown and written: the values of its query are masked. `requestUrl` is the one that is asked for. */
  readonly url: string;
  readonly scheme: 'http' | 'https';
  /** As the user wrote it, without brackets: `localhost`, `127.0.0.1`, `::1`. */
  readonly host: string;
  readonly port: number;
  /** Path and query of the URL as requests send them, at least `/`. Never written. */
  readonly path: string;
}

/** 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), also v4-mapped, which URLs write as ::ffff:7f00:1. */
export const isLoopbackAddress = (address: string): boolean =>
  /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address) ||
  /^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/i.test(address) ||
  address === '::1';

/** RFC 6761 §6.3: `localhost` and every name below it mean this machine. */
export const isLoopbackName = (host: string): boolean => /^(.+\.)?localhost\.?$/i.test(host);

export const isAddressLiteral = (host: string): boolean => host.includes(':') || /^\d+(\.\d+){3}$/.test(host);

/** `host:port` with the brackets that RFC 3986 §3.2.2 wants around IPv6. */
export const authority = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** The URL that is asked for, with its query. It may hold secrets: it is handed to clients and never written. */
export const requestUrl = ({ url, path }: Pick<Target, 'url' | 'path'>): string => `${new URL(url).origin}${path}`;
