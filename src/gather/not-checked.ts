import type { AuthSurface } from '../model/auth-evidence.ts';
import type { Addresses } from '../model/evidence.ts';
import type { Command } from '../model/run.ts';
import type { SuiteId } from '../model/suite.ts';
import { bodyText } from '../model/silence-text.ts';
import { isLoopbackAddress, type Target } from '../model/target.ts';
import type { Gathered } from './gathered.ts';
import { valueOf } from './gathered-values.ts';
import { readsRoute } from '../suites/index.ts';
import type { LoadPlan } from '../load/plan/contract.ts';

/** The parts of a request that decide what is not checked. */
interface Request {
  readonly target: Target;
  readonly load: LoadPlan | null;
  readonly command: Command;
  readonly timeoutMs: number;
}

/** The addresses of other machines that the name also resolves to, and what is unknown because of that. */
function notContacted({ host }: Target, addresses: Addresses | undefined): readonly string[] {
  const untried = (addresses?.visits ?? []).filter(({ name, cold }) => name === host && cold.length === 0);
  const elsewhere = untried.map(({ address }) => address).filter((address) => !isLoopbackAddress(address));
  return elsewhere.length === 0
    ? []
    : [`${elsewhere.join(', ')}, to which ${host} also resolves, and what clients see there (--allow-remote ${host})`];
}

/** What is unknown about the bodies of the target's responses. */
function unreadBody(addresses: Addresses | undefined, timeoutMs: number): readonly string[] {
  const texts = (addresses?.visits ?? []).map(({ body }) => (body === null ? null : bodyText(body, timeoutMs)));
  return [...new Set(texts.filter((text) => text !== null))];
}

/** The part of a run that was not asked for: load, or an account. */
function unloaded({ load, command }: Request): readonly string[] {
  if (load?.users.kind === 'anonymous') return ['sign-in, refresh and token security (add --user NAME)'];
  return load === null && command !== 'verify' ? ['latency under load (whyslow run does)'] : [];
}

/** Why a suite was left out; empty where it was not the server's flows. */
function missingText(id: SuiteId, gathered: Gathered): string {
  if (!gathered.missing.includes(id)) return '';
  const surface = valueOf(gathered, 'auth-surface');
  if (surface === undefined) return `, since the server has no ${id} flow`;
  const needsRoute = surface.apiPath === null && readsRoute(id);
  return needsRoute ? noRouteText(surface) : `, since the auth stack ${surface.preset} has no ${id} flow`;
}

const noRouteText = ({ triedPaths }: AuthSurface): string =>
  `, since no protected route was found${triedPaths.length === 0 ? '' : ` (tried ${triedPaths.join(', ')})`}: add --api PATH`;

/** One line for each item that a reader might assume was checked. */
export function notChecked(request: Request, gathered: Gathered): readonly string[] {
  const { target, load, timeoutMs } = request;
  const unmeasured = (load?.suites ?? []).filter(({ id }) => !gathered.suites.some(({ suite }) => suite === id));
  const listeners = gathered.evidence.find(({ kind }) => kind === 'listeners');
  return [
    ...(gathered.limitReached === null ? [] : [gathered.limitReached]),
    ...(load?.leftOut ?? []),
    ...unmeasured.map(({ id }) => `${id}: not measured${missingText(id, gathered)}`),
    ...(target.scheme === 'http' ? ['TLS (plain http)'] : ['the cost of the TLS handshake alone']),
    ...unreadBody(valueOf(gathered, 'addresses'), timeoutMs),
    ...notContacted(target, valueOf(gathered, 'addresses')),
    ...(listeners?.outcome.ok === false ? [`which process listens (${listeners.outcome.message})`] : []),
    ...(process.platform === 'win32' ? [] : [`Windows' own connect retries (this is ${process.platform})`]),
    ...unloaded(request),
  ];
}
