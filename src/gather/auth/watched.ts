import { type CompiledFlow, compileFlow } from '../../flows/compile.ts';
import type { Session } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform, type Performed, type Send } from '../../flows/perform.ts';
import { namesOf } from '../../flows/workload.ts';
import { freshValues } from '../../load/fresh.ts';
import type { ShownExchange } from '../../model/finding.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { readingFlow, type SuiteContext } from '../../suites/index.ts';
import type { SignInContext } from '../context.ts';
import { recorded, type SeenExchange } from './seen-exchange.ts';
import { type Description, shownExchange } from './shown/show.ts';
import { signIn } from './sign-in.ts';

/** A session with the exchanges that brought it. */
export interface OpenedSession {
  readonly session: Session;
  readonly exchanges: readonly SeenExchange[];
}

export interface WatchedFlow {
  /** Whether each response was right; the session after it, else null. */
  readonly session: Session | null;
  readonly exchanges: readonly SeenExchange[];
}

/** Exchanges whose whole responses are read. */
export interface WatchedClient {
  /** The exchanges of the first sign-in with the session that it brought; of a new one where there was none. */
  first(): Promise<OpenedSession>;
  /** A session whose tokens may be spent: see `handOn`. */
  open(): Promise<Session>;
  /** Continues the unspent session in the next exchange, so that it does not sign in anew. */
  handOn(session: Session): void;
  /** Null where the stack has no such flow. `change` alters each request. */
  flow(
    which: 'renewal' | 'read' | 'sign-out',
    session: Session,
    change?: (request: HttpRequest) => HttpRequest,
  ): Promise<WatchedFlow | null>;
  /** Null without a response. */
  send(request: HttpRequest): Promise<HttpResponse | null>;
  /** Describes an exchange of this client. The sessions are those whose secrets it may hold. */
  show(exchange: SeenExchange, sessions: readonly Session[], description: Description): ShownExchange;
  /** The protected route; null where none is known. */
  readonly apiPath: string | null;
}

export function watchedClient(context: SignInContext, suiteContext: SuiteContext, send: Send): WatchedClient {
  const { stack, site, apiPath } = suiteContext;
  const names = namesOf(site, context.credentials);
  const compiled = (flow: typeof stack.refresh): CompiledFlow | null => (flow === null ? null : compileFlow(flow));
  const flows = {
    renewal: compiled(stack.refresh),
    'sign-out': compiled(stack.logout),
    read: apiPath === null ? null : readingFlow(suiteContext, apiPath),
  };
  const signInAnew = async (): Promise<OpenedSession> => {
    const { send: sending, seen } = recorded(send);
    const session = await signIn(
      { ...context, login: compileFlow(stack.login), site, send: sending },
      context.credentials,
    );
    return { session, exchanges: seen };
  };
  let own: OpenedSession | null = null;
  let unspent: Session | null = null;
  return {
    apiPath,
    show: ({ request, response }, sessions, description) =>
      shownExchange({ target: context.target, names, sessions }, request, {
        came: String(response.status),
        ...description,
      }),
    async first() {
      const session = context.first?.seen() ?? null;
      if (session !== null) return { session, exchanges: context.first?.brought() ?? [] };
      if (own !== null) return own;
      own = await signInAnew();
      unspent = own.session;
      return own;
    },
    async open() {
      const taken = context.first?.take() ?? unspent;
      unspent = null;
      return taken ?? (await signInAnew()).session;
    },
    handOn: (session) => context.first?.handOn(session),
    async flow(which, session, change = (request) => request) {
      const flow = flows[which];
      if (flow === null) return null;
      const { send: sending, seen } = recorded(send);
      const done: Performed = await perform(flow, session, {
        names,
        fresh: freshValues(),
        send: (request) => sending(change(request)),
      });
      return { session: done.right ? done.session : null, exchanges: seen };
    },
    async send(request) {
      const exchanged = await send(request);
      return exchanged.answered ? exchanged.response : null;
    },
  };
}

/** Reads the route as a visitor does. */
export const NO_SESSION: Session = emptySession;
