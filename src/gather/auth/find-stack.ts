import type { Send } from '../../flows/perform.ts';
import { ToolError } from '../../model/error.ts';
import type { AuthSurface } from '../../model/auth-evidence.ts';
import type { Exchanged } from '../../model/http.ts';
import type { AuthStack } from '../../stacks/auth/contract.ts';
import { bindNamesIn } from '../../stacks/auth/fit.ts';
import type { SignInContext } from '../context.ts';
import { detectionBy, detectStack } from './detect-stack.ts';
import { findLogins } from './generic-login.ts';
import { noLoginText } from './login-search/no-login-text.ts';
import { openProber, type Prober } from './prober.ts';
import { AUTH_FAILED_EXIT } from './sign-in.ts';

/** The auth stack of the target, and the facts that its flows need. */
export interface FoundStack extends Omit<AuthSurface, 'apiPath' | 'triedPaths' | 'renewable'> {
  readonly stack: AuthStack;
}

/** @throws ToolError `auth-failed` (15) where no stack is recognised, with the logins that were found. */
export async function findStack(context: SignInContext, send: Send): Promise<FoundStack> {
  const { stack: named } = context;
  const target = context.target.auth ?? context.target;
  const sendEach = sentOnce(
    context.target.auth === undefined ? send : (request) => send({ ...request, origin: 'auth' }),
  );
  const prober = openProber(sendEach, target.path.split('?', 1)[0] ?? '/');
  if (named !== null) return asked(named, prober);
  const detected = await detectStack(prober);
  if (detected !== null) {
    const { stack, marks, bind } = detected;
    return { stack, preset: stack.id, how: 'detected', marks, bind: { ...stack.bind, ...bind } };
  }
  throw new ToolError(
    'auth-failed',
    noLoginText(await findLogins(sendEach, { ...context, target }), target.url),
    AUTH_FAILED_EXIT,
  );
}

/** The search for a login asks again for what the detection has asked: a login may count empty requests as attempts. */
function sentOnce(send: Send): Send {
  const known = new Map<string, Promise<Exchanged>>();
  return (request) => {
    const key = JSON.stringify(request);
    const exchanged = known.get(key) ?? send(request);
    known.set(key, exchanged);
    return exchanged;
  };
}

/** A stack that was named is detected only for facts that its flows need. */
async function asked(stack: AuthStack, prober: Prober): Promise<FoundStack> {
  const needed = bindNamesIn(stack.login);
  const isDetected = needed.length > 0 && stack.detection !== null;
  const detection = isDetected ? await detectionBy(stack.detection, prober) : null;
  const bind = { ...stack.bind, ...detection?.bind };
  const missing = needed.find((name) => !Object.hasOwn(bind, name));
  if (missing === undefined) {
    return { stack, preset: stack.id, how: 'asked-for', marks: detection?.marks ?? [], bind };
  }
  throw new ToolError(
    'auth-failed',
    `The preset ${stack.id} needs ${missing.replaceAll('_', ' ')}, and the server did not show it. Expected: ${stack.detection?.text ?? ''}. No password was sent.`,
    AUTH_FAILED_EXIT,
  );
}
