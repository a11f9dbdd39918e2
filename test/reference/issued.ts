import { ServerResponse } from 'node:http';

/** Shorter values are no secrets. */
const SHORTEST = 16;

/** The tokens and cookies that servers of this process send while something runs, without the parts that are no secret. */
export async function issuedDuring<T>(
  act: () => Promise<T>,
): Promise<{ readonly made: T; readonly issued: ReadonlySet<string> }> {
  const issued = new Set<string>();
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function endAndKeep(this: ServerResponse, ...given: readonly unknown[]) {
    const [content] = given;
    for (const secret of secretsIn(typeof content === 'string' ? content : '', this.getHeader('set-cookie')))
      issued.add(secret);
    return Reflect.apply(end, this, given);
  };
  try {
    return { made: await act(), issued };
  } finally {
    ServerResponse.prototype.end = end;
  }
}

/** The header of a JWT is no secret; its payload and its signature are. */
function secretsIn(body: string, cookies: number | string | readonly string[] | undefined): readonly string[] {
  const texts = [...body.matchAll(/"(?:access|refresh)":"([^"]+)"/g)].map(([, token = '']) => token);
  const values = [cookies ?? []].flat().map((line) => `${line}`.replace(/^[^=]*=([^;]*).*$/, '$1'));
  return [...texts, ...values]
    .flatMap((token) => (token.split('.').length === 3 ? token.split('.').slice(1) : [token]))
    .filter((secret) => secret.length >= SHORTEST);
}
