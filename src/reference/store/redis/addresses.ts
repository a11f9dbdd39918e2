/** The URLs of the servers in redis://NAME:PASSWORD@HOST:PORT,HOST:PORT/DB. One server is primary, the others follow it. */
export function serversIn(url: string): readonly string[] {
  const [, scheme, account = '', hosts, rest = ''] = /^(rediss?:\/\/)([^/]*@)?([^/?@]+)(.*)$/.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) return [url];
  return hosts.split(',').map((host) => `${scheme}${account}${host.trim()}${rest}`);
}

/** Host and port of one server, in the form of the client's options. */
export function placeOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? DEFAULT_PORT : Number(port) };
}

const DEFAULT_PORT = 6379;
