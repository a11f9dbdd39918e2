import { openSender } from '../load/sender.ts';
import type { VirtualUser } from '../suites/contract.ts';
import type { AuthStack } from '../targets/auth/contract.ts';
import type { SignInContext } from './context.ts';
import type { LoadPlan } from './passes.ts';
import { signIn } from './sign-in.ts';

const SIGN_IN_TIMEOUT_MS = 10_000;

/** One virtual user for each connection, each with a session of its own. */
export async function signInAll(
  context: SignInContext,
  { connections, accounts }: Pick<LoadPlan, 'connections' | 'accounts'>,
  stack: AuthStack,
): Promise<readonly VirtualUser[]> {
  const { target, signal } = context;
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: SIGN_IN_TIMEOUT_MS, signal });
  const users: VirtualUser[] = [];
  try {
    while (users.length < connections && !signal.aborted) {
      const credentials = accounts[users.length % accounts.length] ?? context.credentials;
      const tokens = await signIn(async (request) => (await sender.send(request)).exchanged, stack, credentials);
      users.push({ credentials, tokens });
    }
    return users;
  } finally {
    await sender.close();
  }
}
