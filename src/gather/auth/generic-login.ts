import { performance } from 'node:perf_hooks';
import { parseJson } from '../../flows/interpreter.ts';
import type { Send } from '../../flows/perform.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { get, postForm, postJson, requestOf } from '../../stacks/auth/detection.ts';
import type { GatherContext } from '../context.ts';
import type { FoundLogin } from './login-search/contract.ts';
import { bestFirst } from './login-search/fields.ts';
import { loginOnPage } from './login-search/login-page.ts';
import type { LoginSearch } from './login-search/no-login-text.ts';
import { loginsInOpenApi } from './login-search/openapi-logins.ts';
import { ownPath } from './login-search/own-path.ts';
import { isLikeNoRoute, loginAt, loginPaths, mayBeLogin, siblingOf } from './login-search/routes.ts';

type SearchContext = Pick<GatherContext, 'target' | 'signal'>;

/** A whole search takes some 90 requests; a server that redirects each path takes more. */
const MOST_REQUESTS = 150;
/** 100 ms for each request. A search that is not over by then keeps what it has found. */
const LONGEST_SEARCH_MS = 15_000;
/** A server that has stopped to answer is not asked further. */
const MOST_SILENCES = 3;

/**
 * Looks for a login on a server of no known auth stack, best first: in OpenAPI documents, by an empty body to common paths,
 * and in pages with a form. It sends one request at a time, and never a name or a password.
 */
export async function findLogins(send: Send, context: SearchContext): Promise<LoginSearch> {
  const search = openSearch(send, context);
  const found: FoundLogin[] = [];
  for (const look of [inDocuments, onRoutes, onPages]) {
    found.push(...(await look(search)));
    if (found.some(isComplete)) break;
  }
  return { found: bestFirst(found), answered: search.answered() };
}

const isComplete = ({ usernameField, passwordField }: FoundLogin): boolean =>
  usernameField !== null && passwordField !== null;

interface Search {
  readonly target: SearchContext['target'];
  /** Null for no answer, and where a bound of the search is reached. Each request is sent once. */
  ask(request: HttpRequest): Promise<HttpResponse | null>;
  isOver(): boolean;
  answered(): number;
}

function openSearch(send: Send, { target, signal }: SearchContext): Search {
  const endMs = performance.now() + LONGEST_SEARCH_MS;
  const known = new Map<string, HttpResponse | null>();
  let [sent, answered, silences] = [0, 0, 0];
  const isOver = (): boolean =>
    signal.aborted || sent >= MOST_REQUESTS || silences >= MOST_SILENCES || performance.now() > endMs;
  return {
    target,
    isOver,
    answered: () => answered,
    async ask(request) {
      const key = `${request.method} ${request.path} ${request.headers['content-type'] ?? ''}`;
      const before = known.get(key);
      if (before !== undefined || isOver()) return before ?? null;
      sent += 1;
      const exchanged = await send(request);
      const response = exchanged.answered ? exchanged.response : null;
      silences = response === null ? silences + 1 : 0;
      answered += response === null ? 0 : 1;
      known.set(key, response);
      return response;
    },
  };
}

/** FastAPI, Nest and others; Swashbuckle; springdoc; drf-spectacular; swagger-jsdoc and swagger-ui-express. */
export const documentPaths: readonly string[] = [
  '/openapi.json',
  '/swagger.json',
  '/swagger/v1/swagger.json',
  '/v3/api-docs',
  '/api/schema/?format=json',
  '/api-docs',
  '/docs.json',
  '/api/openapi.json',
];

async function inDocuments(search: Search): Promise<readonly FoundLogin[]> {
  for (const path of documentPaths) {
    const response = await search.ask(requestOf(get(path), '/'));
    if (response?.status !== 200) continue;
    const found = loginsInOpenApi({ path, json: parseJson(response.body) }, search.target);
    if (found.length > 0) return found;
  }
  return [];
}

async function onRoutes(search: Search): Promise<readonly FoundLogin[]> {
  const found: FoundLogin[] = [];
  for (const path of loginPaths) {
    const login = await onRoute(path, search);
    if (login === null) continue;
    found.push(login);
    if (isComplete(login)) return found;
  }
  return found;
}

async function onRoute(path: string, search: Search): Promise<FoundLogin | null> {
  const first = await search.ask(requestOf(postJson(path), '/'));
  // No route of this path takes a form either.
  if (first === null || first.status === 404 || first.status === 405) return null;
  const slashed = withSlash(path, first);
  if (slashed !== null) return onRoute(slashed, search);
  const form = await search.ask(requestOf(postForm(path), '/'));
  return loginAt(path, {
    json: await proven(first, requestOf(postJson(siblingOf(path)), '/'), search),
    form: form === null ? null : await proven(form, requestOf(postForm(siblingOf(path)), '/'), search),
  });
}

/** The response, where the sibling path answers otherwise. */
async function proven(response: HttpResponse, sibling: HttpRequest, search: Search): Promise<HttpResponse | null> {
  if (!mayBeLogin(response)) return null;
  return isLikeNoRoute(response, await search.ask(sibling)) ? null : response;
}

/** The path with a slash at its end, where the server redirects to it; Django refuses such a POST while it debugs. */
function withSlash(path: string, { status, headers, body }: HttpResponse): string | null {
  if (path.endsWith('/')) return null;
  const location = (headers['location'] ?? '').replace(/^https?:\/\/[^/]+/, '').replace(/[?#].*$/s, '');
  const isRedirect = status >= 300 && status < 400 && location === `${path}/`;
  return isRedirect || (status === 500 && body.includes("URL doesn't end in a slash")) ? `${path}/` : null;
}

/** The pages of the common paths, then the first page, and the page to which that redirects. */
async function onPages(search: Search): Promise<readonly FoundLogin[]> {
  for (const path of [...loginPaths, '/']) {
    const login = await onPage(path, search);
    if (login !== null) return [login];
  }
  return [];
}

async function onPage(path: string, search: Search, isRedirected = false): Promise<FoundLogin | null> {
  const response = await search.ask({ ...requestOf(get(path), '/'), headers: { accept: 'text/html' } });
  if (response === null) return null;
  const location = response.headers['location'];
  if (response.status >= 300 && response.status < 400 && location !== undefined && !isRedirected) {
    const moved = ownPath(location, path, search.target);
    return moved === null ? null : onPage(moved, search, true);
  }
  return loginOnPage({ path, html: response.body }, search.target);
}
