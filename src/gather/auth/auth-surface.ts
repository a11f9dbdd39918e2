import { ToolError } from '../../model/error.ts';
import type { AuthSurface } from '../../model/evidence.ts';
import type { Exchanged, HttpRequest, HttpResponse } from '../../model/http.ts';
import type { Sender } from '../../http/contract.ts';
import { compileFlow } from '../../flows/compile.ts';
import type { Session } from '../../flows/contract.ts';
import { emptySession, parseJson } from '../../flows/interpreter.ts';
import { perform, type Performed } from '../../flows/perform.ts';
import { namesOf } from '../../flows/workload.ts';
import { freshValues } from '../../load/fresh.ts';
import { type AuthStack, loginPath } from '../../stacks/auth/contract.ts';
import { authStackNamed, authStacks } from '../../stacks/auth/index.ts';
import { readingFlow } from '../../suites/index.ts';
import { openSender } from '../../http/sender.ts';
import { got } from '../../model/outcome.ts';
import type { SignInContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { findLogins } from './generic-login.ts';
import { noLoginText } from './login-search/no-login-text.ts';
import { AUTH_FAILED_EXIT, signIn } from './sign-in.ts';
import { siteOf } from '../site.ts';

/** The statuses with which a login route rejects an empty body. */
const REJECTS_EMPTY = new Set([400, 401, 415, 422]);

/**
 * Finds the auth stack and a protected route. The stack is found by an empty body to each stack's login route, never by
 * a password. A route is protected if it answers 200 with the token and not without it. If no login is recognised, the
 * password is not sent.
 * @throws ToolError `unknown-preset` (2), `auth-failed` (15)
 */
export async function gatherAuthSurface(context: SignInContext, sender: Sender): Promise<AuthSurface> {
  const { stack, how } = await findStack(context, sender);
  const send = async (request: HttpRequest): Promise<Exchanged> => (await sender.send(request)).exchanged;
  const site = siteOf(context.target, context.values);
  const session = await signIn({ ...context, login: compileFlow(stack.login), site, send }, context.credentials);
  const names = namesOf(site, context.credentials);
  const candidates = context.apiPath === null ? stack.apiPaths : [context.apiPath];
  const open: string[] = [];
  for (const path of candidates) {
    const flow = readingFlow({ apiPath: path });
    const read = (as: Session): Promise<Performed> => perform(flow, as, { names, fresh: freshValues(), send });
    // A route whose response is not JSON may be protected too. The load reports what is wrong with its responses.
    const [shown, hidden] = [await read(session), await read(emptySession)];
    if (!isOk(shown)) continue;
    // A login page with status 200 differs from the response with the token.
    if (!isOk(hidden) || hidden.right !== shown.right) return { preset: stack.id, how, apiPath: path };
    open.push(path);
  }
  throw new ToolError('auth-failed', noProtectedRoute(candidates, open), AUTH_FAILED_EXIT);
}

const isOk = ({ exchanged }: Performed): boolean => exchanged?.answered === true && exchanged.response.status === 200;

function noProtectedRoute(candidates: readonly string[], open: readonly string[]): string {
  const known =
    open.length === 0
      ? ''
      : ` ${open.join(', ')} answers 200 without the token too, so ${open.length === 1 ? 'it is' : 'they are'} not protected.`;
  return `No protected route answers 200 with the access token (tried ${candidates.join(', ')}).${known} Name one with --api PATH.`;
}

const ANSWER_TIMEOUT_MS = 10_000;

export const authSurface = gatherer({
  kind: 'auth-surface',
  title: 'looking for the login',
  when: 'before',
  harm: 'disturbs',
  budgetMs: 300_000,
  sends: [
    'without `--preset`: `{}` to the login route of each auth stack and to a path beside it that does not exist',
    'where no auth stack is recognised: `GET`s of 8 paths of OpenAPI documents; `{}`, an empty form and a `GET` to 27 common paths of logins, and to a path beside each that does not exist; up to 150 requests without a name or a password',
    'one sign-in, and protected routes with the access token and without it',
  ],
  needs: ['addresses', 'answer', 'account'],
  async gather({ account }, context) {
    const { target, signal } = context;
    const sender = openSender(target, { connection: 'kept-alive', timeoutMs: ANSWER_TIMEOUT_MS, signal });
    try {
      return got(await gatherAuthSurface({ ...context, ...account }, sender));
    } finally {
      await sender.close();
    }
  },
});

async function findStack(
  context: SignInContext,
  sender: Sender,
): Promise<{ stack: AuthStack; how: AuthSurface['how'] }> {
  if (context.stack !== null) return { stack: context.stack, how: 'asked-for' };
  const stack = await detectStack(sender);
  if (stack !== null) return { stack, how: 'detected' };
  const search = await findLogins(async (request) => (await sender.send(request)).exchanged, context);
  throw new ToolError('auth-failed', noLoginText(search, context.target.url), AUTH_FAILED_EXIT);
}

/** The stack whose login route rejects an empty body; null if none does. */
export async function detectStack(sender: Sender): Promise<AuthStack | null> {
  for (const stack of authStacks) {
    if (await isLoginRoute(sender, loginPath(stack))) return stack;
  }
  return null;
}

/**
 * A gateway or a proxy may refuse every path, so a login route has to answer differently from a sibling path that does
 * not exist. A 401 without JSON may come from any kind of authentication; a login that parses JSON rejects it in JSON.
 */
async function isLoginRoute(sender: Sender, path: string): Promise<boolean> {
  const response = await responseTo(sender, emptyPost(path));
  if (response === null || !REJECTS_EMPTY.has(response.status)) return false;
  if (response.status === 401 && !isJson(response)) return false;
  const sibling = await responseTo(sender, emptyPost(path.replace(/[^/]+(\/?)$/, `${NO_ROUTE}$1`)));
  return sibling === null || sibling.status !== response.status || isJson(sibling) !== isJson(response);
}

/** A path that no server has. */
const NO_ROUTE = 'whyslow-no-such-route';

const isJson = (response: HttpResponse): boolean => {
  const body = parseJson(response.body);
  return typeof body === 'object' && body !== null;
};

/** @throws ToolError `unknown-preset` (exit 2), with the list of presets. */
export function presetNamed(id: string): AuthStack {
  const stack = authStackNamed(id);
  if (stack !== undefined) return stack;
  throw new ToolError('unknown-preset', `No preset is called "${id}". Presets: ${presetNames()}.`);
}

const presetNames = (): string => authStacks.map(({ id }) => id).join(', ');

const emptyPost = (path: string): HttpRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: '{}',
});

async function responseTo(sender: Sender, request: HttpRequest): Promise<HttpResponse | null> {
  const { exchanged } = await sender.send(request);
  return exchanged.answered ? exchanged.response : null;
}
