import type { CompiledFlow } from '../../flows/compile.ts';
import type { Names } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform } from '../../flows/perform.ts';
import type { Sender } from '../../http/contract.ts';
import { freshValues } from '../../load/fresh.ts';
import type { Exchanged, HttpRequest } from '../../model/http.ts';
import type { AuthClient, LoginAttempt } from './contract.ts';
import type { Target } from '../../model/target.ts';
import { NO_SUCH } from './bad-input/no-such.ts';
import { cameText, type Show, shownExchange } from './shown/show.ts';

const US_PER_MS = 1_000;

/** Logs in once and takes the time of the last step, from its write to its last byte. */
export async function tryLogin(
  login: CompiledFlow,
  names: Names,
  sender: Sender,
  target: Target,
  [who, password]: Parameters<AuthClient['tryLogin']>,
): Promise<LoginAttempt> {
  const fresh = freshValues();
  const username = who === 'known' ? names.username : unknownName(names.username, fresh.uuid);
  let tookMs = 0;
  let last: HttpRequest | null = null;
  const send = async (request: HttpRequest): Promise<Exchanged> => {
    last = request;
    const { sentUs, endUs, exchanged } = await sender.send(request);
    tookMs = sentUs === null ? 0 : (endUs - sentUs) / US_PER_MS;
    return exchanged;
  };
  const used = { ...names, username, password: password === 'right' ? names.password : `${NO_SUCH}-Password-1` };
  const done = await perform(login, emptySession, { names: used, fresh, send });
  const response = done.exchanged?.answered === true ? done.exchanged.response : null;
  const status = response?.status ?? 0;
  const session = done.right ? done.session : null;
  const request = last as HttpRequest | null;
  const show: Show = (description) =>
    request === null
      ? undefined
      : shownExchange({ target, names, sessions: session === null ? [] : [session] }, request, {
          came: cameText(status, done.right, 'a session'),
          ...description,
        });
  return { who, username, status, granted: done.right, tookMs, response, session, show };
}

const unknownName = (like: string, uuid: string): string =>
  `${NO_SUCH}-${uuid.slice(0, 8)}${like.includes('@') ? '@example.invalid' : ''}`;
