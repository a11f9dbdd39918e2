import type { Comparability, Incomparable } from '../model/against.ts';
import type { Host, Run } from '../model/run.ts';
import { MASK } from '../model/secrets.ts';
import { hidesProgram, isSameProgram } from './program.ts';

/** What of a run says which server it was about, and whether that answered. */
export type Side = Pick<
  Run,
  'startedAt' | 'command' | 'tool' | 'host' | 'target' | 'evidence' | 'addresses' | 'findings' | 'exit'
>;

const not = (reason: Incomparable, because: string): Comparability => ({ kind: 'not-comparable', reason, because });

/** Whether both runs are about one server. Only then does a finding that is gone say anything about a change. */
export function comparabilityOf(before: Side, now: Side): Comparability {
  if (before.command === 'compare') {
    return not('command', 'the earlier run is a comparison of two servers (whyslow compare) and holds no diagnosis');
  }
  if (!isSameMachine(before.host, now.host)) return not('machine', 'the earlier run was made on another machine');
  if (!isSameUrl(before, now)) {
    return not('url', `the earlier run measured ${measuredBy(before)}, this one ${measuredBy(now)}`);
  }
  return unprobed(before, now) ?? listenersOf(before, now);
}

/** Older files do not tell machines apart: then the system and the processor have to. */
function isSameMachine(a: Host, b: Host): boolean {
  if (a.machine !== '' && b.machine !== '') return a.machine === b.machine && a.os === b.os;
  return a.os === b.os && a.cpuModel === b.cpuModel && a.cpus === b.cpus;
}

const measuredBy = ({ target }: Side): string => (target.embedded ? 'the embedded reference server' : target.url);

/** The embedded server listens on another port each time, and is the same server. */
function isSameUrl({ target: a }: Side, { target: b }: Side): boolean {
  if (a.embedded || b.embedded) return a.embedded && b.embedded;
  const [one, other] = [new URL(a.url), new URL(b.url)];
  return one.origin === other.origin && one.pathname === other.pathname && isSameQuery(one, other);
}

/** What stands in a file where a value was secret; the second was written by earlier versions. */
const MASKS: readonly (string | undefined)[] = [MASK, '…'];

/** A masked value may be any value; all others have to be the same. */
function isSameQuery(a: URL, b: URL): boolean {
  const [ours, theirs] = [[...a.searchParams], [...b.searchParams]];
  return (
    ours.length === theirs.length &&
    ours.every(([name, value], index) => {
      const [otherName, otherValue] = theirs[index] ?? [];
      return name === otherName && (value === otherValue || MASKS.includes(value) || MASKS.includes(otherValue));
    })
  );
}

const hasMaskedQuery = ({ target }: Side): boolean =>
  !target.embedded && [...new URL(target.url).searchParams.values()].some((value) => MASKS.includes(value));

export type Reached = 'answered' | 'silent' | 'not-probed';

/** Ended by a signal: what a run did not reach it says nothing about. */
const STOPPED: ReadonlySet<number> = new Set([130, 143]);

/** Whether an address of the host answered HTTP in this run. */
export function reachedIn({ target, addresses, findings, exit }: Side): Reached {
  // A first byte that is no HTTP is no answer: the finding knows, where it was looked for.
  if (findings.some(({ id, outcome }) => id === 'unreachable-target' && outcome === 'pass')) return 'answered';
  const isRefuted = findings.some(({ id, outcome }) => id === 'unreachable-target' && outcome === 'fail');
  const own = addresses.filter(({ name }) => name === target.host);
  if (!isRefuted && own.some(({ firstByteMs }) => firstByteMs !== null)) return 'answered';
  const undecided = findings.some(({ id, outcome }) => id === 'unreachable-target' && outcome === 'inconclusive');
  return undecided || STOPPED.has(exit.code) ? 'not-probed' : 'silent';
}

function unprobed(before: Side, now: Side): Comparability | null {
  const [then, today] = [reachedIn(before), reachedIn(now)];
  if (then === 'not-probed') return not('not-probed', 'the earlier run was stopped before it probed the server');
  if (today === 'not-probed') return not('not-probed', 'this run was stopped before it probed the server');
  if (then !== 'answered' || today !== 'silent') return null;
  return not('no-answer', `the server answered in the earlier run, and ${now.target.url} gives no HTTP answer now`);
}

/** The command lines of all that listen on the port; empty where they could not be read. */
function commandsOf({ evidence, target }: Side): readonly string[] {
  const listeners = evidence.find(({ kind }) => kind === 'listeners');
  const known =
    listeners?.kind === 'listeners' && listeners.outcome.ok
      ? listeners.outcome.value.listeners.map(({ command }) => command)
      : [target.server.command];
  return known.flatMap((command) => (command === null || command === '' ? [] : [command]));
}

function listenersOf(before: Side, now: Side): Comparability {
  const caveats = [
    ...(before.tool.version === now.tool.version ? [] : [otherVersion(before, now)]),
    ...([before, now].some(hasMaskedQuery) ? ['values of the query are masked, and were not compared'] : []),
  ];
  if (before.target.embedded) return { kind: 'same-server', caveats };
  const [then, today] = [commandsOf(before), commandsOf(now)];
  const bothAnswered = [before, now].every((side) => reachedIn(side) === 'answered');
  if (then.length === 0 || today.length === 0) {
    return bothAnswered ? unknownListener(before, now, caveats) : { kind: 'same-server', caveats };
  }
  const shared = today.filter((command) => then.some((other) => isSameProgram(command, other)));
  if (shared.length === 0) {
    const where = `port ${now.target.port}`;
    return not('listener', `${today.join(', ')} listens on ${where} now; in the earlier run it was ${then.join(', ')}`);
  }
  if (!shared.every(hidesProgram)) return { kind: 'same-server', caveats };
  if (!isSameProduct(before, now)) return not('listener', otherProduct(before, now));
  const hidden = `${shared[0]} does not tell which program answers: URL and Server header are all that was compared`;
  return { kind: 'same-server', caveats: [...caveats, hidden] };
}

const otherVersion = (before: Side, now: Side): string =>
  `whyslow ${before.tool.version} made the earlier run and ${now.tool.version} this one: their rules may differ`;

/** Without a command line the name in the Server header is all that tells programs apart. */
function unknownListener(before: Side, now: Side, caveats: readonly string[]): Comparability {
  if (!isSameProduct(before, now)) return not('listener', otherProduct(before, now));
  const [then, today] = [commandsOf(before), commandsOf(now)];
  const known = then[0] ?? today[0];
  if (known !== undefined && now.target.server.product === null) {
    const [unread, other] = then.length === 0 ? ['the earlier run', 'this run'] : ['this run', 'the earlier run'];
    return not(
      'listener',
      `the program that listens on port ${now.target.port} could not be read in ${unread}; in ${other} it was ${known}`,
    );
  }
  const unread = 'the program that listens could not be read: URL and Server header are all that was compared';
  return { kind: 'same-server', caveats: [...caveats, unread] };
}

const isSameProduct = ({ target: a }: Side, { target: b }: Side): boolean =>
  productName(a.server.product) === productName(b.server.product);

/** `nginx/1.26.0 (Ubuntu)` is nginx, after an update too. */
const productName = (product: string | null): string | null => product?.split(/[/\s]/)[0] ?? null;

const otherProduct = ({ target: a }: Side, { target: b }: Side): string =>
  `the Server header is ${b.server.product ?? 'absent'} now; in the earlier run it was ${a.server.product ?? 'absent'}`;
