import type { Params, Route } from '../routes/contract.ts';
import { refuse } from './refusals.ts';
import type { Reply } from './reply.ts';

export type Found =
  | { readonly ok: true; readonly route: Route; readonly params: Params; readonly query: URLSearchParams }
  | { readonly ok: false; readonly reply: Reply };

const NO_PARAMS: Params = {};
const NO_QUERY = new URLSearchParams();

/** Exact paths are found in a Map. The few paths with a `:name` are matched one by one. */
export function createRouter(routes: readonly Route[]): (method: string, url: string) => Found {
  const exact = new Map(routes.map((route) => [route.path, route]));
  const patterns = routes.filter(({ path }) => path.includes(':')).map((route) => ({ route, regex: regexOf(route) }));

  const search = (path: string): { route: Route; params: Params } | null => {
    const route = exact.get(path);
    if (route !== undefined) return { route, params: NO_PARAMS };
    for (const pattern of patterns) {
      const match = pattern.regex.exec(path);
      if (match !== null) return { route: pattern.route, params: match.groups ?? NO_PARAMS };
    }
    return null;
  };

  return (method, url) => {
    const at = url.indexOf('?');
    const found = search(at === -1 ? url : url.slice(0, at));
    if (found === null) return { ok: false, reply: refuse('not_found') };
    const allowed = allowedMethods(found.route);
    if (!allowed.includes(method)) {
      return { ok: false, reply: refuse('method_not_allowed', { Allow: allowed.join(', ') }) };
    }
    return { ok: true, ...found, query: at === -1 ? NO_QUERY : new URLSearchParams(url.slice(at + 1)) };
  };
}

/** A parameter is one segment of unreserved characters, so it needs no decoding. */
function regexOf({ path }: Route): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, String.raw`(?<$1>[\w.-]{1,64})`)}$`);
}

// RFC 9110 §9.3.2: a resource with GET also supports HEAD. Node omits the body.
function allowedMethods(route: Route): readonly string[] {
  return route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'];
}
