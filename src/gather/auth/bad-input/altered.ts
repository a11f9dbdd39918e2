import type { CompiledFlow } from '../../../flows/compile.ts';
import type { Names, Session } from '../../../flows/contract.ts';
import { perform } from '../../../flows/perform.ts';
import type { Sender } from '../../../http/contract.ts';
import { freshValues } from '../../../load/fresh.ts';
import type { Target } from '../../../model/target.ts';
import { cameText, type Show, shownExchange } from '../shown/show.ts';
import { NO_SUCH } from './no-such.ts';
import { type Exchanged, type HttpRequest, isClientSideFailure } from '../../../model/http.ts';

const NO_TOKEN = `${NO_SUCH}-token`;

/** Changes the request that presents a credential; null where the change does not apply to it. */
export type Alter = (request: HttpRequest) => HttpRequest | null;

export interface AlteredExchange {
  readonly exchanged: Exchanged;
  /** Whether the flow ended with its right response. */
  readonly granted: boolean;
  /** The request before the change. */
  readonly original: HttpRequest;
  readonly show: Show;
}

interface AlteredFlow {
  readonly flow: CompiledFlow;
  readonly names: Names;
  /** The session whose cookies and tokens are replaced. */
  readonly session: Session;
  readonly sender: Sender;
  readonly target: Target;
}

/**
 * Runs a flow with a name and tokens that do not exist, and changes the request that presents them. Steps before it, like
 * the fetch of a form, are sent as they are. Null where no request presents them, or the change does not apply.
 */
export async function sendAltered(
  { flow, names, session, sender, target }: AlteredFlow,
  alter: Alter,
): Promise<AlteredExchange | null> {
  let seen: Seen | null = null;
  const send = async (request: HttpRequest): Promise<Exchanged> => {
    const altered = seen === null && presentsNoSuch(request) ? alter(request) : request;
    if (altered === null) return SKIPPED;
    const { exchanged } = await sender.send(altered);
    if (altered !== request) seen = { exchanged, original: request, altered };
    return exchanged;
  };
  const done = await perform(flow, unknownSession(session), { names: unknownNames(names), fresh: freshValues(), send });
  const found = seen as Seen | null;
  if (found === null || (!found.exchanged.answered && isClientSideFailure(found.exchanged.code))) return null;
  const { exchanged, original, altered } = found;
  const came = cameText(exchanged.answered ? exchanged.response.status : 0, done.right, null);
  const show: Show = (description) =>
    shownExchange(
      { target, names, sessions: [session] },
      altered,
      { came, ...description },
      madeUpIn(altered, original),
    );
  return { exchanged, original, granted: done.right, show };
}

interface Seen extends Pick<AlteredExchange, 'exchanged' | 'original'> {
  readonly altered: HttpRequest;
}

/** The credentials that the change put into the header, or the token in the body. */
function madeUpIn({ headers, body }: HttpRequest, original: HttpRequest): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined && authorization !== original.headers['authorization']) {
    return authorization.replace(/^\S+ /, '');
  }
  return body === original.body ? undefined : /eyJ[\w.-]+/.exec(body ?? '')?.[0];
}

const SKIPPED: Exchanged = { answered: false, code: 'unsendable', message: 'the change does not apply' };

const presentsNoSuch = ({ path, headers, body }: HttpRequest): boolean =>
  [path, body ?? '', ...Object.values(headers)].some((text) => text.includes(NO_SUCH));

/** A name with an @ stays one, because a server that expects an address refuses any other text as malformed. */
const unknownNames = (names: Names): Names => ({
  ...names,
  username: names.username.includes('@') ? `${NO_SUCH}@example.invalid` : `${NO_SUCH}-user`,
  password: `${NO_SUCH}-Password-1`,
});

function unknownSession({ values, cookies, ...rest }: Session): Session {
  const tokens = new Set([values['access'], values['refresh']].filter((token) => token !== undefined).map(String));
  const shown = Object.entries(values).map(([name, value]) => [name, tokens.has(String(value)) ? NO_TOKEN : value]);
  // A session without tokens is its cookies.
  const isToken = (value: string): boolean => tokens.size === 0 || tokens.has(value);
  return {
    ...rest,
    values: Object.fromEntries(shown) as Session['values'],
    cookies: cookies.map((cookie) => (isToken(cookie.value) ? { ...cookie, value: NO_TOKEN } : cookie)),
  };
}
