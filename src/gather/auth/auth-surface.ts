import { ToolError } from '../../model/error.ts';
import type { AuthSurface } from '../../model/auth-evidence.ts';
import type { Exchanged, HttpRequest } from '../../model/http.ts';
import type { Sender } from '../../http/contract.ts';
import { compileFlow } from '../../flows/compile.ts';
import type { Session } from '../../flows/contract.ts';
import { begin, buildRequest, emptySession } from '../../flows/interpreter.ts';
import { perform, type Performed, type Send } from '../../flows/perform.ts';
import { namesOf } from '../../flows/workload.ts';
import { freshValues } from '../../load/fresh.ts';
import { type SuiteContext, readingFlow } from '../../suites/index.ts';
import { openSender } from '../../http/sender.ts';
import { got } from '../../model/outcome.ts';
import type { SignInContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { findStack } from './find-stack.ts';
import { AUTH_FAILED_EXIT, signIn } from './sign-in.ts';
import { shownSignIn } from './shown/sign-in.ts';
import { suiteContextOf } from './suite-context.ts';
import { recorded } from './seen-exchange.ts';

/**
 * Finds the auth stack and a protected route. The stack is found by its own marks, never by a password. A route is
 * protected if it answers 200 with the session and not without it. If no stack is recognised, the password is not sent.
 * @throws ToolError `unknown-preset` (2), `auth-failed` (15)
 */
export async function gatherAuthSurface(context: SignInContext, sender: Sender): Promise<AuthSurface> {
  const send = async (request: HttpRequest): Promise<Exchanged> => (await sender.send(request)).exchanged;
  const found = await findStack(context, send);
  const fitting = suiteContextOf({ ...context, stack: found.stack }, { ...found, apiPath: '/', renewable: true });
  const signingIn = recorded(send);
  const session = await signIn(
    { ...context, login: compileFlow(fitting.stack.login), site: fitting.site, send: signingIn.send },
    context.credentials,
  );
  context.first?.keep(session, signingIn.seen);
  const signedIn = shownSignIn(
    { target: context.target, names: namesOf(fitting.site, context.credentials), sessions: [session] },
    signingIn.seen,
  );
  const { preset, how, marks, bind } = found;
  const renewable = isRenewable(context, { ...fitting, session });
  const route = await protectedRoute(context, { ...fitting, session, send });
  const shown = signedIn === undefined ? {} : { signIn: signedIn };
  const facts = { preset, how, marks, bind, renewable, ...shown };
  if (route.found) return { ...facts, apiPath: route.path, triedPaths: [] };
  // Without a token only a protected route shows whether the sign-in worked.
  if (context.apiPath !== null || session.values['access'] === undefined) {
    throw new ToolError('auth-failed', noProtectedRoute(route), AUTH_FAILED_EXIT);
  }
  return { ...facts, apiPath: null, triedPaths: route.tried };
}

/** Whether the first request of the refresh can be built: the server may have issued no refresh token. */
function isRenewable({ credentials }: SignInContext, { stack, site, session }: Omit<SignedIn, 'send'>): boolean {
  const refresh = stack.refresh === null ? null : compileFlow(stack.refresh);
  const [step] = refresh?.steps ?? [];
  if (refresh === null || step === undefined) return false;
  return buildRequest(step, begin(refresh, session, namesOf(site, credentials), freshValues())).ok;
}

interface SignedIn extends Pick<SuiteContext, 'stack' | 'site'> {
  readonly session: Session;
  readonly send: Send;
}

/** The first route that refuses a request without the session, or those that were tried and those of them that are open. */
type Route =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly tried: readonly string[]; readonly open: readonly string[] };

async function protectedRoute(
  { credentials, apiPath: named }: SignInContext,
  { stack, site, session, send }: SignedIn,
): Promise<Route> {
  const names = namesOf(site, credentials);
  const candidates = named === null ? stack.apiPaths : [named];
  const open: string[] = [];
  for (const path of candidates) {
    const flow = readingFlow({ stack }, path);
    const read = (as: Session): Promise<Performed> => perform(flow, as, { names, fresh: freshValues(), send });
    // A route whose response is not JSON may be protected too. The load reports what is wrong with its responses.
    const [shown, hidden] = [await read(session), await read(emptySession)];
    if (!isOk(shown)) continue;
    // A login page with status 200 differs from the response with the session.
    if (!isOk(hidden) || hidden.right !== shown.right) return { found: true, path };
    open.push(path);
  }
  return { found: false, tried: candidates, open };
}

const isOk = ({ exchanged }: Performed): boolean => exchanged?.answered === true && exchanged.response.status === 200;

function noProtectedRoute({ tried, open }: Route & { readonly found: false }): string {
  if (tried.length === 0) return 'The auth stack has no protected route of its own. Name one with --api PATH.';
  const known =
    open.length === 0
      ? ''
      : ` ${open.join(', ')} answers 200 without the token too, so ${open.length === 1 ? 'it is' : 'they are'} not protected.`;
  return `No protected route answers 200 with the access token (tried ${tried.join(', ')}).${known} Name one with --api PATH.`;
}

const ANSWER_TIMEOUT_MS = 10_000;

export const authSurface = gatherer({
  kind: 'auth-surface',
  title: 'looking for the login',
  when: 'before',
  harm: 'disturbs',
  budgetMs: 300_000,
  sends: [
    'without `--preset`: discovery documents, login pages, `{}` and empty forms to well-known login routes, and the same to paths beside them that do not exist',
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
