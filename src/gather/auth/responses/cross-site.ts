import { randomUUID } from 'node:crypto';
import type { Session } from '../../../flows/contract.ts';
import type { ForeignChange, ForeignRead, SeenCompression } from '../../../model/auth-responses.ts';
import type { Showing } from '../../../model/finding.ts';
import type { HttpRequest, HttpResponse } from '../../../model/http.ts';
import { maskedUrl } from '../../../model/secrets.ts';
import type { WatchedClient } from '../watched.ts';
import { asAnotherSite, foreignRead } from './foreign.ts';
import { heldBy, tokensOf } from './seen.ts';
import type { SecretCookie } from './session-cookies.ts';

/** Cookies that browsers may send with a POST of another site. */
const crossSiteNames = (secret: readonly SecretCookie[]): ReadonlySet<string> =>
  new Set(
    secret
      .filter(({ cookie: { sameSite } }) => sameSite === 'none' || sameSite === 'absent')
      .map(({ cookie: { name } }) => name),
  );

interface Changed {
  /** Null where no such cookie was sent. */
  readonly change: ForeignChange | null;
  readonly reads: readonly ForeignRead[];
  readonly session: Session | null;
}

/** A refresh; where the session is a cookie alone, a logout. */
export async function changeAsAnotherSite(
  client: WatchedClient,
  session: Session | null,
  secret: readonly SecretCookie[],
): Promise<Changed> {
  const unchanged = { change: null, reads: [], session };
  if (session === null) return unchanged;
  const what = isOfTokens(session) ? 'renewal' : 'sign-out';
  const done = await sentAsAnotherSite(client, session, what, crossSiteNames(secret));
  if (done === null) return unchanged;
  const { method, path, response, shown } = done;
  const seen = (granted: boolean): ForeignChange => ({
    what,
    method,
    path: maskedUrl(path),
    presented: { status: response?.status ?? 0, granted, ...shown },
  });
  if (what === 'sign-out') {
    const alive = await isAlive(client, session);
    return { change: seen(!alive), reads: [], session: alive ? session : null };
  }
  const reads = response === null ? [] : [{ ...foreignRead('renewal', 'another site', response), ...shown }];
  return { change: seen(done.session !== null), reads, session: afterwards(done, session) };
}

const isOfTokens = ({ values: { access, refresh } }: Session): boolean => access !== undefined || refresh !== undefined;

/** Null where none of the cookies went with a request. */
async function sentAsAnotherSite(
  client: WatchedClient,
  session: Session,
  what: ForeignChange['what'],
  names: ReadonlySet<string>,
): Promise<(Answered & Pick<HttpRequest, 'method' | 'path'>) | null> {
  if (names.size === 0) return null;
  const carrying: HttpRequest[] = [];
  const sent = 'the cookie alone, from another site';
  const done = await answered(client, { what, session, sent }, (request) => {
    const asked = asAnotherSite(request, session, names);
    if (asked.headers['cookie'] !== undefined) carrying.push(asked);
    return asked;
  });
  const last = carrying.at(-1);
  return last === undefined ? null : { ...done, method: last.method, path: last.path };
}

/** After a right answer that brought no session the old one is spent. */
function afterwards({ session, response }: Answered, before: Session): Session | null {
  if (session !== null) return session;
  return response !== null && response.status < 300 ? null : before;
}

async function isAlive(client: WatchedClient, session: Session): Promise<boolean> {
  const read = await client.flow('read', session);
  return read !== null && read.session !== null;
}

interface Answered {
  readonly session: Session | null;
  readonly response: HttpResponse | null;
  readonly shown: Showing;
}

interface Asked {
  readonly what: 'renewal' | 'sign-out';
  readonly session: Session;
  /** What was presented, in words. */
  readonly sent: string;
}

async function answered(
  client: WatchedClient,
  { what, session, sent }: Asked,
  change: (request: HttpRequest) => HttpRequest,
): Promise<Answered> {
  const done = await client.flow(what, session, change);
  const last = done?.exchanges.at(-1);
  const sessions = [session, ...(done === null || done.session === null ? [] : [done.session])];
  return {
    session: done?.session ?? null,
    response: last?.response ?? null,
    shown: last === undefined ? {} : { shown: client.show(last, sessions, { sent }) },
  };
}

interface Compressed {
  readonly seen: SeenCompression | null;
  readonly session: Session | null;
}

/** Only a cookie that browsers send with a request of another site lets a page measure the length of the answer. */
export async function refreshCompressed(
  client: WatchedClient,
  session: Session | null,
  secret: readonly SecretCookie[],
): Promise<Compressed> {
  const isExposed = crossSiteNames(secret).size > 0 && session?.values['access'] !== undefined;
  if (session === null || !isExposed) return { seen: null, session };
  const asked = { what: 'renewal', session, sent: 'the refresh token, with gzip accepted' } as const;
  const done = await answered(client, asked, (request) => ({
    ...request,
    headers: { ...request.headers, 'accept-encoding': 'gzip' },
  }));
  if (done.response === null || done.response.status >= 300) return { seen: null, session };
  const encoding = encodingOf(done.response);
  if (encoding !== null) return repeatsParameter(client, encoding, done.shown);
  const holds = done.session !== null && heldBy(done.response.body, tokensOf(done.session)).length > 0;
  return { seen: holds ? { encoding, reflects: null, ...done.shown } : null, session: done.session };
}

function encodingOf({ headers }: HttpResponse): string | null {
  const [encoding = 'identity'] = /^[a-z, -]{1,30}$/.exec(headers['content-encoding'] ?? '') ?? [];
  return encoding === 'identity' ? null : encoding;
}

/** The compressed answer was not read, so that its session is lost. */
async function repeatsParameter(client: WatchedClient, encoding: string, shown: Showing): Promise<Compressed> {
  const marker = `whyslow${randomUUID().replaceAll('-', '')}`;
  const asked = { what: 'renewal', session: await client.open(), sent: 'a parameter of the query' } as const;
  const { session, response } = await answered(client, asked, (request) => ({
    ...request,
    path: `${request.path}${request.path.includes('?') ? '&' : '?'}q=${marker}`,
  }));
  const reflects = session === null || response === null ? null : response.body.includes(marker);
  return { seen: { encoding, reflects, ...shown }, session };
}
