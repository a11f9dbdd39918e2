import { importOpenApi } from '../../flows/import/index.ts';
import { parseJson } from '../../flows/interpreter.ts';
import type { Flow } from '../../flows/contract.ts';
import type { Send } from '../../flows/perform.ts';
import { detectStack } from '../../gather/auth/detect-stack.ts';
import { documentPaths, findLogins } from '../../gather/auth/generic-login.ts';
import type { FoundLogin } from '../../gather/auth/login-search/contract.ts';
import { openProber } from '../../gather/auth/prober.ts';
import { openSender } from '../../http/sender.ts';
import { ToolError } from '../../model/error.ts';
import type { Target } from '../../model/target.ts';

/** How the server signs in, as far as it shows that without a password. */
export type ServerLogin =
  | { readonly kind: 'stack'; readonly id: string; readonly marks: readonly string[] }
  | { readonly kind: 'route'; readonly login: FoundLogin }
  | { readonly kind: 'none' };

/** The API document of the server, and the reads that it describes. */
export interface ServerApi {
  readonly path: string;
  readonly flows: readonly Flow[];
}

/** What init writes of a server. */
export interface LookedAt {
  readonly login: ServerLogin;
  readonly api: ServerApi | null;
}

const ANSWER_TIMEOUT_MS = 10_000;

/** Looks for the login and for an API document. Nothing that is sent holds a name or a password. */
export async function lookAt(target: Target, signal: AbortSignal): Promise<LookedAt> {
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const send: Send = async (request) => (await sender.send(request)).exchanged;
  try {
    return { login: await loginOf(target, send, signal), api: await apiOf(send) };
  } finally {
    await sender.close();
  }
}

async function loginOf(target: Target, send: Send, signal: AbortSignal): Promise<ServerLogin> {
  const detected = await detectStack(openProber(send, target.path.split('?', 1)[0] ?? '/'));
  if (detected !== null) return { kind: 'stack', id: detected.stack.id, marks: detected.marks };
  const { found } = await findLogins(send, { target, signal });
  const [login] = found;
  return login === undefined ? { kind: 'none' } : { kind: 'route', login };
}

async function apiOf(send: Send): Promise<ServerApi | null> {
  for (const path of documentPaths) {
    const exchanged = await send({ method: 'GET', path, headers: { accept: 'application/json' }, body: null });
    if (!exchanged.answered) return null;
    const flows = exchanged.response.status === 200 ? flowsIn(parseJson(exchanged.response.body)) : [];
    if (flows.length > 0) return { path, flows };
  }
  return null;
}

/** A document that cannot be read is none. */
function flowsIn(document: unknown): readonly Flow[] {
  try {
    return importOpenApi(document, { includeWrites: false, hasAccount: true }).flows;
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
