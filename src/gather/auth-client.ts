import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, AuthClient } from '../attacks/contract.ts';
import { retryAfterMs } from '../load/http/retry-after.ts';
import type { Sender } from '../load/sent.ts';
import { openSender } from '../load/sender.ts';
import type { Exchanged } from '../model/http.ts';
import type { AuthSurface } from '../model/evidence.ts';
import { apiRequest, logoutRequest, refreshRequest, tokensIn } from '../targets/auth/requests.ts';
import type { AuthStack } from '../targets/auth/contract.ts';
import type { SignInContext } from './context.ts';
import { signIn } from './sign-in.ts';

const TIMEOUT_MS = 10_000;

/** The attacks' port on real sockets. */
export interface OpenAuthClient extends AuthClient {
  close(): Promise<void>;
}

export function openAuthClient(context: SignInContext, stack: AuthStack, surface: AuthSurface): OpenAuthClient {
  const open = (): Sender => openSender(context.target, { connection: 'kept-alive', timeoutMs: TIMEOUT_MS });
  const main = open();
  const crowd: Sender[] = [];
  const send = async (sender: Sender, request: Parameters<Sender['send']>[0]): Promise<Exchanged> =>
    (await sender.send(request)).exchanged;
  const answer = async (sender: Sender, request: Parameters<Sender['send']>[0]): Promise<Answer> =>
    asAnswer(stack, await send(sender, request));
  return {
    signIn: () => signIn((request) => send(main, request), stack, context.credentials),
    refresh: (token) => answer(main, refreshRequest(stack, token)),
    async refreshAtOnce(token, times) {
      while (crowd.length < times) crowd.push(open());
      const racers = crowd.slice(0, times);
      // Warm sockets first: ten handshakes would spread the ten requests out, and the race with them.
      await Promise.all(racers.map((racer) => send(racer, apiRequest(surface.apiPath, 'warm-up'))));
      return Promise.all(racers.map((racer) => answer(racer, refreshRequest(stack, token))));
    },
    async logout(tokens) {
      const request = logoutRequest(stack, tokens);
      return request === null ? null : answer(main, request);
    },
    async readApi(access) {
      const exchanged = await send(main, apiRequest(surface.apiPath, access));
      const granted = exchanged.answered && exchanged.response.status === 200;
      return { ...asAnswer(stack, exchanged), granted };
    },
    pause: (ms) => sleep(ms, undefined, { signal: context.signal }),
    close: async () => void (await Promise.all([main, ...crowd].map((sender) => sender.close()))),
  };
}

/** Status 0 stands for "no answer at all". */
function asAnswer(stack: AuthStack, exchanged: Exchanged): Answer {
  if (!exchanged.answered) return { status: 0, granted: false, tokens: null, retryAfterS: null };
  const { response } = exchanged;
  const tokens = tokensIn(stack, response);
  const askedMs = retryAfterMs(response.headers['retry-after'], Date.now());
  return {
    status: response.status,
    granted: tokens !== null,
    tokens,
    retryAfterS: askedMs === null ? null : askedMs / 1_000,
  };
}
