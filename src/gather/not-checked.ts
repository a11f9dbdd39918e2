import type { Addresses } from '../model/evidence.ts';
import type { Command } from '../model/run.ts';
import { bodyText } from '../model/silence-text.ts';
import { isLoopbackAddress, type Target } from '../model/target.ts';
import type { Gathered } from './gathered.ts';
import { valueOf } from './gathered-values.ts';
import type { LoadPlan } from '../load/plan/contract.ts';

/** What of a request decides what is left unchecked. */
interface Asked {
  readonly target: Target;
  readonly load: LoadPlan | null;
  readonly command: Command;
  readonly timeoutMs: number;
}

/** What the name leads to besides this machine, and what follows from leaving it alone. */
function notContacted({ host }: Target, addresses: Addresses | undefined): readonly string[] {
  const untried = (addresses?.visits ?? []).filter(({ name, cold }) => name === host && cold.length === 0);
  const elsewhere = untried.map(({ address }) => address).filter((address) => !isLoopbackAddress(address));
  return elsewhere.length === 0
    ? []
    : [`${elsewhere.join(', ')}, to which ${host} also leads, and what clients feel there (--allow-remote ${host})`];
}

/** What is not known of the body of the target's answers. */
function unreadBody(addresses: Addresses | undefined, timeoutMs: number): readonly string[] {
  const texts = (addresses?.visits ?? []).map(({ body }) => (body === null ? null : bodyText(body, timeoutMs)));
  return [...new Set(texts.filter((text) => text !== null))];
}

/** What a load would have told, or an account. */
function unloaded({ load, command }: Asked): readonly string[] {
  if (load?.users.kind === 'anonymous') return ['sign-in, refresh and what the tokens promise (add --user NAME)'];
  return load === null && command !== 'verify' ? ['latency under load (whyslow run does)'] : [];
}

/** One line for each thing that a reader might take for checked. */
export function notChecked(asked: Asked, gathered: Gathered): readonly string[] {
  const { target, load, timeoutMs } = asked;
  const unmeasured = (load?.suites ?? []).filter(({ id }) => !gathered.suites.some(({ suite }) => suite === id));
  const listeners = gathered.evidence.find(({ kind }) => kind === 'listeners');
  return [
    ...(gathered.limitReached === null ? [] : [gathered.limitReached]),
    ...unmeasured.map(({ id }) => `${id}: not measured`),
    ...(target.scheme === 'http' ? ['TLS (plain http)'] : ['the price of the TLS handshake by itself']),
    ...unreadBody(valueOf(gathered, 'addresses'), timeoutMs),
    ...notContacted(target, valueOf(gathered, 'addresses')),
    ...(listeners?.outcome.ok === false ? [`who listens (${listeners.outcome.message})`] : []),
    ...(process.platform === 'win32' ? [] : [`Windows' own connect retries (this is ${process.platform})`]),
    ...unloaded(asked),
  ];
}
