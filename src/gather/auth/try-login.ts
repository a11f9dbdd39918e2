import type { CompiledFlow } from '../../flows/compile.ts';
import type { Names } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform } from '../../flows/perform.ts';
import type { Sender } from '../../http/contract.ts';
import { freshValues } from '../../load/fresh.ts';
import type { Exchanged, HttpRequest } from '../../model/http.ts';
import type { AuthClient, LoginAttempt } from './contract.ts';
import { NO_SUCH } from './bad-input/altered.ts';

const US_PER_MS = 1_000;

/** Logs in once and takes the time of the last step, from its write to its last byte. */
export async function tryLogin(
  login: CompiledFlow,
  names: Names,
  sender: Sender,
  [who, password]: Parameters<AuthClient['tryLogin']>,
): Promise<LoginAttempt> {
  const fresh = freshValues();
  const username = who === 'known' ? names.username : unknownName(names.username, fresh.uuid);
  let tookMs = 0;
  const send = async (request: HttpRequest): Promise<Exchanged> => {
    const { sentUs, endUs, exchanged } = await sender.send(request);
    tookMs = sentUs === null ? 0 : (endUs - sentUs) / US_PER_MS;
    return exchanged;
  };
  const used = { ...names, username, password: password === 'right' ? names.password : `${NO_SUCH}-Password-1` };
  const done = await perform(login, emptySession, { names: used, fresh, send });
  const response = done.exchanged?.answered === true ? done.exchanged.response : null;
  return {
    who,
    username,
    status: response?.status ?? 0,
    granted: done.right,
    tookMs,
    response,
    session: done.right ? done.session : null,
  };
}

const unknownName = (like: string, uuid: string): string =>
  `${NO_SUCH}-${uuid.slice(0, 8)}${like.includes('@') ? '@example.invalid' : ''}`;
