import type { Comparability, Incomparable } from '../model/against.ts';
import type { Host, Run } from '../model/run.ts';
import { MASK } from '../model/secrets.ts';
import { hidesProgram, isSameProgram } from './program.ts';

/** The parts of a run that identify its server and show whether it answered. */
export type Side = Pick<
  Run,
  'startedAt' | 'command' | 'tool' | 'host' | 'target' | 'evidence' | 'addresses' | 'findings' | 'exit'
>;

const not = (reason: Incomparable, because: string): Comparability => ({ kind: 'not-comparable', reason, because });

/** Whether both runs measured the same server. Only then does a missing finding show the effect of a change. */
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

/** Older files have no machine id; there the operating system and the processor are compared. */
function isSameMachine(a: Host, b: Host): boolean {
  if (a.machine !== '' && b.machine !== '') return a.machine === b.machine && a.os === b.os;
  return a.os === b.os && a.cpuModel === b.cpuModel && a.cpus === b.cpus;
}

const measuredBy = ({ target }: Side): string => (target.embedded ? 'the embedded reference server' : target.url);

/** The embedded server is always the same, although its port changes. */
function isSameUrl({ target: a }: Side, { target: b }: Side): boolean {
  if (a.embedded || b.embedded) return a.embedded && b.embedded;
  const [one, other] = [new URL(a.url), new URL(b.url)];
  return one.origin === other.origin && one.pathname === other.pathname && isSameQuery(one, other);
}

/** Placeholders for secret values in files; the second one is from earlier versions. */
const MASKS: readonly (string | undefined)[] = [MASK, '…'];

/** A masked value matches any value; all others must be equal. */
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

/** Exit codes of runs ended by a signal, which may not have probed the server. */
const STOPPED: ReadonlySet<number> = new Set([130, 143]);

/** Whether an address of the host answered HTTP in this run. */
export function reachedIn({ target, addresses, findings, exit }: Side): Reached {
  // A first byte may be no HTTP; where the finding was checked, it decides.
  if (findings.some(({ id, outcome }) => id === 'unreachable-target' && outcome === 'pass')) return 'answered';
  // A note is a failure that another finding explains.
  const isRefuted = findings.some(
    ({ id, outcome }) => id === 'unreachable-target' && (outcome === 'fail' || outcome === 'note'),
  );
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

/** The command lines of all listeners on the port; empty where they could not be read. */
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
  const hidden = `${shared[0]} does not show which program answers: only URL and Server header were compared`;
  return { kind: 'same-server', caveats: [...caveats, hidden] };
}

const otherVersion = (before: Side, now: Side): string =>
  `whyslow ${before.tool.version} made the earlier run and ${now.tool.version} this one: their rules may differ`;

/** Without a command line, only the name in the Server header distinguishes programs. */
function unknownListener(before: Side, now: Side, caveats: readonly string[]): Comparability {
  if (!isSameProduct(before, now)) return not('listener', otherProduct(before, now));
  const [then, today] = [commandsOf(before), commandsOf(now)];
  const known = then[0] ?? today[0];
  if (known !== undefined && now.target.server.product === null) {
    const [unread, other] = then.length === 0 ? ['the earlier run', 'this run'] : ['this run', 'the earlier run'];
    return not(
      'listener',
      `the program listening on port ${now.target.port} could not be read in ${unread}; in ${other} it was ${known}`,
    );
  }
  const unread = 'the listening program could not be read: only URL and Server header were compared';
  return { kind: 'same-server', caveats: [...caveats, unread] };
}

const isSameProduct = ({ target: a }: Side, { target: b }: Side): boolean =>
  productName(a.server.product) === productName(b.server.product);

/** The name without version: `nginx/1.26.0 (Ubuntu)` is nginx. */
const productName = (product: string | null): string | null => product?.split(/[/\s]/)[0] ?? null;

const otherProduct = ({ target: a }: Side, { target: b }: Side): string =>
  `the Server header is ${b.server.product ?? 'absent'} now; in the earlier run it was ${a.server.product ?? 'absent'}`;
