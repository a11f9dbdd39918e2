import type { Route } from '../routes/route.ts';
import { refuse } from './refusals.ts';
import type { Reply } from './reply.ts';

export type Found = { readonly ok: true; readonly route: Route } | { readonly ok: false; readonly reply: Reply };

/** Exact paths only. Nothing here has a parameter in its path, so a Map is the whole router. */
export function createRouter(routes: readonly Route[]): (method: string, url: string) => Found {
  const byPath = new Map(routes.map((route) => [route.path, route]));
  return (method, url) => {
    const route = byPath.get(pathOf(url));
    if (route === undefined) return { ok: false, reply: refuse('not_found') };
    const allowed = allowedMethods(route);
    if (allowed.includes(method)) return { ok: true, route };
    return { ok: false, reply: refuse('method_not_allowed', { Allow: allowed.join(', ') }) };
  };
}

// RFC 9110 §9.3.2: whoever answers GET answers HEAD; Node leaves the body out by itself.
function allowedMethods(route: Route): readonly string[] {
  return route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'];
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
