/** The servers that a URL names. */
export interface RedisServers {
  /** `single`: one server is primary, and others may follow it. `cluster`: they share the keys. */
  readonly kind: 'single' | 'cluster';
  /** One URL for each. */
  readonly urls: readonly string[];
}

/** Reads redis://NAME:PASSWORD@HOST:PORT,HOST:PORT/DB and redis-cluster://NAME:PASSWORD@HOST:PORT,HOST:PORT. */
export function serversIn(url: string): RedisServers {
  const [, scheme, cluster, account = '', hosts, rest = ''] =
    /^(rediss?)(-cluster)?:\/\/([^/]*@)?([^/?@]+)(.*)$/.exec(url) ?? [];
  const kind = cluster === undefined ? 'single' : 'cluster';
  if (scheme === undefined || hosts === undefined) return { kind, urls: [url] };
  return { kind, urls: hosts.split(',').map((host) => `${scheme}://${account}${host.trim()}${rest}`) };
}

/** Host and port of one server, in the form of the client's options. */
export function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? DEFAULT_PORT : Number(port) };
}

const DEFAULT_PORT = 6379;
