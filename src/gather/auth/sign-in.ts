import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledFlow } from '../../flows/compile.ts';
import type { Session } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform, type Send, type WrongIteration } from '../../flows/perform.ts';
import { namesOf, type Site } from '../../flows/workload.ts';
import { askedWaitMs } from '../../http/retry-after.ts';
import { freshValues } from '../../load/fresh.ts';
import type { Credentials } from '../../model/auth.ts';
import { ToolError } from '../../model/error.ts';
import { maskedText } from '../../model/secrets.ts';
import type { GatherContext } from '../context.ts';
import { LONGEST_WAIT_MS } from './refusal/advice.ts';
import { refusalText } from './refusal/refusal-text.ts';

export const AUTH_FAILED_EXIT = 15;

/** The login flow, the site that it is sent to, how it is sent, and who may end or see a wait for a rate limit. */
export interface SignIn extends Pick<GatherContext, 'signal' | 'watch'> {
  readonly login: CompiledFlow;
  readonly site: Site;
  readonly send: Send;
}

/**
 * Signs in once. A 429 with a Retry-After of at most 90 s in total is waited out.
 * @throws ToolError `auth-failed` (exit 15) when the server grants no session, without the password and without tokens.
 */
export async function signIn({ login, site, send, signal, watch }: SignIn, who: Credentials): Promise<Session> {
  let leftMs = LONGEST_WAIT_MS;
  for (;;) {
    const done = await perform(login, emptySession, { names: namesOf(site, who), fresh: freshValues(), send });
    if (done.right) return done.session;
    const waitMs = throttledMs(done);
    if (waitMs === null || waitMs > leftMs || signal.aborted) {
      throw new ToolError('auth-failed', refusalText(done, refusedFor(site, who)), AUTH_FAILED_EXIT);
    }
    leftMs -= waitMs;
    watch({ kind: 'stage', text: waitText(done, waitMs) });
    await sleep(waitMs, undefined, { signal }).catch(() => {});
    watch({ kind: 'stage', text: 'signing in' });
  }
}

const refusedFor = ({ client, env }: Site, { username, password }: Credentials) => ({
  username,
  secrets: [password, client.secret, ...Object.values(env)].filter((secret) => secret !== ''),
  nowMs: Date.now(),
});

const TOO_MANY_REQUESTS = 429;
/** A `Retry-After: 0` is repeated once a second at most. */
const SHORTEST_WAIT_MS = 1_000;
/** Retry-After counts whole seconds, and the server's window may end within the last one. */
const MARGIN_MS = 300;

/** The wait that a rate limit asks for; null for any other refusal. */
function throttledMs({ exchanged }: WrongIteration): number | null {
  if (exchanged?.answered !== true || exchanged.response.status !== TOO_MANY_REQUESTS) return null;
  const askedMs = askedWaitMs(exchanged.response.headers, Date.now());
  return askedMs === null ? null : Math.max(SHORTEST_WAIT_MS, askedMs + MARGIN_MS);
}

const waitText = ({ line }: WrongIteration, waitMs: number): string =>
  `signing in: waiting: ${maskedText(line)} answered 429, Retry-After ${Math.floor(waitMs / 1_000)} s`;
