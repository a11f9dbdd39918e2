import { ToolError } from '../model/error.ts';
import type { AuthSurface } from '../model/evidence.ts';
import type { Exchanged, HttpRequest } from '../model/http.ts';
import type { Sender } from '../load/sent.ts';
import { type AuthStack, loginPath } from '../stacks/auth/contract.ts';
import { assumedAuthStack, authStackNamed, authStacks } from '../stacks/auth/index.ts';
import { compileFlow } from '../flows/compile.ts';
import type { SignInContext } from './context.ts';
import { AUTH_FAILED_EXIT, signIn } from './sign-in.ts';
import { siteOf } from './site.ts';
import { freshValues } from '../load/fresh.ts';
import { perform } from '../flows/perform.ts';
import { namesOf } from '../flows/workload.ts';
import { workloadOf } from '../suites/index.ts';

/** How a login route answers an empty body: it complains about the fields, whatever it is written in. */
const COMPLAINS = new Set([400, 401, 415, 422]);

/**
 * Which stack this is, found by asking each stack's login route with an empty body and never with a password, and which
 * protected route can be read: one that answers 200 with the token and not without.
 * @throws ToolError `unknown-preset` (2), `auth-failed` (15)
 */
export async function gatherAuthSurface(context: SignInContext, sender: Sender): Promise<AuthSurface> {
  const { stack, how } = await findStack(context.preset, sender);
  const send = async (request: HttpRequest): Promise<Exchanged> => (await sender.send(request)).exchanged;
  const site = siteOf(context.target);
  const session = await signIn({ login: compileFlow(stack.login), site, send }, context.credentials);
  const names = namesOf(site, context.credentials);
  const candidates = context.apiPath === null ? stack.apiPaths : [context.apiPath];
  for (const path of candidates) {
    const flow = workloadOf('api', { stack, apiPath: path, site })?.flow;
    if (flow === undefined) continue;
    const { right } = await perform(flow, session, { names, fresh: freshValues(), send });
    if (right) return { preset: stack.id, how, apiPath: path };
  }
  throw new ToolError(
    'auth-failed',
    `No protected route answers 200 with the access token (tried ${candidates.join(', ')}). Name one with --api PATH.`,
    AUTH_FAILED_EXIT,
  );
}

async function findStack(
  preset: string | null,
  sender: Sender,
): Promise<{ stack: AuthStack; how: AuthSurface['how'] }> {
  if (preset !== null) return { stack: presetNamed(preset), how: 'asked-for' };
  const stack = await detectStack(sender);
  return stack === null ? { stack: assumedAuthStack, how: 'assumed' } : { stack, how: 'detected' };
}

/** The stack whose login route complains about an empty body; null where none does. */
export async function detectStack(sender: Sender): Promise<AuthStack | null> {
  for (const stack of authStacks) {
    const status = await statusOf(sender, emptyPost(loginPath(stack)));
    if (status !== null && COMPLAINS.has(status)) return stack;
  }
  return null;
}

/** @throws ToolError `unknown-preset` (exit 2), with the names there are. */
export function presetNamed(id: string): AuthStack {
  const stack = authStackNamed(id);
  if (stack !== undefined) return stack;
  const names = authStacks.map((known) => known.id).join(', ');
  throw new ToolError('unknown-preset', `No preset is called "${id}". Presets: ${names}.`);
}

const emptyPost = (path: string): HttpRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: '{}',
});

async function statusOf(sender: Sender, request: HttpRequest): Promise<number | null> {
  const { exchanged } = await sender.send(request);
  return exchanged.answered ? exchanged.response.status : null;
}
