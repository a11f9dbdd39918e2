import { setTimeout as sleep } from 'node:timers/promises';
import { type CompiledFlow, compileFlow } from '../../flows/compile.ts';
import type { Flow, Session } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform, type Performed, type Send } from '../../flows/perform.ts';
import { namesOf } from '../../flows/workload.ts';
import { freshValues } from '../../load/fresh.ts';
import { withSetCookies } from '../../flows/cookies.ts';
import type { Sender } from '../../http/contract.ts';
import { askedWaitMs } from '../../http/retry-after.ts';
import type { HttpResponse } from '../../model/http.ts';
import { openSender } from '../../http/sender.ts';
import { type SuiteContext, readingFlow, readingInQuery } from '../../suites/index.ts';
import type { SignInContext } from '../context.ts';
import { signIn } from './sign-in.ts';
import { sendAltered } from './bad-input/altered.ts';
import { tryLogin } from './try-login.ts';
import type { Answer, AuthClient } from './contract.ts';
import { recorded } from './seen-exchange.ts';
import { cameText, type Place, type Show, shownExchange } from './shown/show.ts';
import { watchedClient } from './watched.ts';

const TIMEOUT_MS = 10_000;

/** The client of the security exchanges on real sockets. */
export interface OpenAuthClient extends AuthClient {
  close(): Promise<void>;
}

export function openAuthClient(context: SignInContext, suiteContext: SuiteContext): OpenAuthClient {
  const { stack, site, apiPath } = suiteContext;
  let requestId: string | null = null;
  const open = (): Sender =>
    marked(openSender(context.target, { connection: 'kept-alive', timeoutMs: TIMEOUT_MS }), () => requestId);
  const main = open();
  // Its own connection for each request, since a server may close one after bad input.
  const single = openSender(context.target, { connection: 'new-per-request', timeoutMs: TIMEOUT_MS });
  const racers: Sender[] = [];
  const racersFor = (times: number): readonly Sender[] => {
    while (racers.length < times) racers.push(open());
    return racers.slice(0, times);
  };
  const names = namesOf(site, context.credentials);
  const sendOn = (sender: Sender) => async (request: Parameters<Sender['send']>[0]) =>
    (await sender.send(request)).exchanged;
  const login = compileFlow(stack.login);
  const api = readingFlow(suiteContext, apiPath ?? '/');
  const refresh = stack.refresh === null ? null : compileFlow(asAnyGrant(stack.refresh));
  const logout = stack.logout === null ? null : compileFlow(stack.logout);
  const answerOn = answering({ target: context.target, names }, sendOn);
  const refreshOn = async (sender: Sender, session: Session): Promise<Answer> =>
    refresh === null ? NO_ANSWER : answerOn(sender, refresh, session, 'new tokens');
  return {
    signIn: async () =>
      context.first?.take() ?? signIn({ ...context, login, site, send: sendOn(main) }, context.credentials),
    anySession: () => context.first?.seen() ?? null,
    refresh: (session) => refreshOn(main, session),
    async refreshAtOnce(session, times) {
      const each = racersFor(times);
      // Open the connections first: ten handshakes would spread the ten requests over time and hide the race.
      await Promise.all(each.map((racer) => answerOn(racer, api, WARM_UP, null)));
      return Promise.all(each.map((racer) => refreshOn(racer, session)));
    },
    logout: async (session) => (logout === null ? null : answerOn(main, logout, session, null)),
    readApi: async (session) => (apiPath === null ? NO_ANSWER : answerOn(main, api, session, RESOURCE)),
    readApiInQuery: async (session, parameter) =>
      apiPath === null
        ? NO_ANSWER
        : answerOn(main, readingInQuery(suiteContext, apiPath, parameter), session, RESOURCE),
    get: (path) => getOn(sendOn(main), path),
    watched: watchedClient(context, suiteContext, sendOn(main)),
    async sendAltered(route, alter) {
      const flow = { 'login route': login, 'refresh route': refresh, 'protected route': apiPath === null ? null : api }[
        route
      ];
      const session = context.first?.seen() ?? NO_SESSION;
      return flow === null
        ? null
        : sendAltered({ flow, names, session, sender: single, target: context.target }, alter);
    },
    tryLogin: (who, password) => tryLogin(login, names, main, context.target, [who, password]),
    tryLoginAtOnce: (who, password, times) =>
      Promise.all(racersFor(times).map((racer) => tryLogin(login, names, racer, context.target, [who, password]))),
    mark: (id) => void (requestId = id),
    pause: (ms) => sleep(ms, undefined, { signal: context.signal }),
    close: async () => void (await Promise.all([main, single, ...racers].map((sender) => sender.close()))),
  };
}

async function getOn(send: Send, path: string): Promise<HttpResponse | null> {
  const exchanged = await send({ method: 'GET', path, headers: { accept: 'application/json' }, body: null });
  return exchanged.answered ? exchanged.response : null;
}

/** States the request id that is current, in the header that most servers and proxies log. */
const marked = (sender: Sender, idNow: () => string | null): Sender => ({
  send(request) {
    const id = idNow();
    return sender.send(id === null ? request : { ...request, headers: { ...request.headers, 'x-request-id': id } });
  },
  close: () => sender.close(),
});
/** Presents a session, and remembers the exchange so that it can be shown. */
const answering =
  (place: Omit<Place, 'sessions'>, sendOn: (sender: Sender) => Send) =>
  async (sender: Sender, flow: CompiledFlow, session: Session, grants: string | null): Promise<Answer> => {
    const { send, seen } = recorded(sendOn(sender));
    const done = await perform(flow, session, { names: place.names, fresh: freshValues(), send });
    const answer = answerOf(done, session);
    const request = seen.at(-1)?.request;
    if (request === undefined) return answer;
    const sessions = [session, ...(done.right ? [done.session] : [])];
    const came = cameText(answer.status, answer.granted, grants);
    const show: Show = (description) => shownExchange({ ...place, sessions }, request, { came, ...description });
    return { ...answer, show };
  };

const RESOURCE = 'the protected resource';

const WARM_UP: Session = { ...emptySession, values: { access: 'warm-up' } };

/** Where no session is known, both tokens are presented. */
const NO_SESSION: Session = { ...emptySession, values: { access: 'none', refresh: 'none' } };

/** A session keeps its refresh token if a response has none. This capture shows whether the response had one. */
const RECEIVED = 'refresh of this response';

/** A check counts any received token as granted, whether it is new or not. */
const asAnyGrant = (flow: Flow): Flow => ({
  ...flow,
  steps: flow.steps.map(({ expect, capture = {}, ...step }) => {
    const { renews: _renews, ...rest } = expect ?? {};
    const { refresh } = capture;
    if (refresh === undefined) return { ...step, capture, expect: rest };
    const received = { ...(typeof refresh === 'string' ? { from: refresh } : refresh), optional: true } as const;
    return { ...step, capture: { ...capture, [RECEIVED]: received }, expect: rest };
  }),
});

/** Status 0 means that no response arrived. */
const NO_ANSWER: Answer = {
  status: 0,
  granted: false,
  session: null,
  refreshToken: null,
  retryAfterS: null,
  clearsCookie: false,
  atMs: 0,
  show: () => undefined,
};

function answerOf(done: Performed, { cookies }: Session): Answer {
  if (done.exchanged?.answered !== true) return NO_ANSWER;
  const { status, headers, setCookies } = done.exchanged.response;
  const askedMs = askedWaitMs(headers, Date.now());
  const { [RECEIVED]: received, ...values } = done.right ? done.session.values : {};
  return {
    status,
    granted: done.right,
    session: done.right ? { ...done.session, values } : null,
    refreshToken: received === undefined ? null : String(received),
    retryAfterS: askedMs === null ? null : askedMs / 1_000,
    clearsCookie: clearsAny(cookies, setCookies, done.line.replace(/^\S+ /, '')),
    atMs: performance.now(),
    show: NO_ANSWER.show,
  };
}

/** Whether a browser that has these cookies loses one, or its value, by this response. */
function clearsAny(cookies: Session['cookies'], setCookies: readonly string[], path: string): boolean {
  const kept = withSetCookies(cookies, setCookies, path, Date.now());
  return cookies.some(({ name }) => !kept.some((each) => each.name === name && each.value !== ''));
}
