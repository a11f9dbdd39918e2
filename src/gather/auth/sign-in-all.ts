import { openSender } from '../../http/sender.ts';
import { compileFlow } from '../../flows/compile.ts';
import type { VirtualUser } from '../../flows/workload.ts';
import type { Exchanged, HttpRequest } from '../../model/http.ts';
import type { SuiteContext } from '../../suites/index.ts';
import type { SignInContext } from '../context.ts';
import type { Credentials } from '../../model/auth.ts';
import { signIn } from './sign-in.ts';

const SIGN_IN_TIMEOUT_MS = 10_000;

/** How many virtual users sign in, and the accounts that they use in turn. */
export interface SignIns {
  readonly connections: number;
  readonly accounts: readonly Credentials[];
}

/** The session of the first sign-in belongs to the first account. */
function firstUser({ first, credentials }: SignInContext, [account]: readonly Credentials[]): VirtualUser[] {
  const isOwn = account?.username === credentials.username && account.password === credentials.password;
  const session = isOwn ? first?.take() : null;
  return session === null || session === undefined ? [] : [{ credentials, session }];
}

/** Signs in one virtual user for each connection, each with its own session. */
export async function signInAll(
  context: SignInContext,
  { connections, accounts }: SignIns,
  { stack, site }: Pick<SuiteContext, 'stack' | 'site'>,
): Promise<readonly VirtualUser[]> {
  const { target, signal } = context;
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: SIGN_IN_TIMEOUT_MS, signal });
  const users: VirtualUser[] = firstUser(context, accounts);
  const signInOptions = {
    signal,
    watch: context.watch,
    login: compileFlow(stack.login),
    site,
    send: async (request: HttpRequest): Promise<Exchanged> => (await sender.send(request)).exchanged,
  };
  try {
    while (users.length < connections && !signal.aborted) {
      const credentials = accounts[users.length % accounts.length] ?? context.credentials;
      users.push({ credentials, session: await signIn(signInOptions, credentials) });
    }
    return users;
  } finally {
    await sender.close();
  }
}
