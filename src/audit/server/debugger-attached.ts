import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { DebuggerKind, ProcessState, SeenDebugger, ServerProcesses } from '../../model/server-process.ts';
import { type ServerWaits, watchedMs } from '../../model/waits.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { whoListens } from '../network/address-facts.ts';
import { isMute, ownRows, someAnswerIsSlow } from './own-process.ts';

/** One process and one debugger of it. */
interface Case {
  readonly process: ProcessState;
  readonly seen: SeenDebugger;
}

const names: Readonly<Record<DebuggerKind, string>> = {
  'node-inspector': "Node's inspector",
  debugpy: 'debugpy',
  pydevd: 'pydevd',
  xdebug: 'Xdebug',
  jdwp: 'the Java debugger (JDWP)',
  tracer: 'a tracer',
};

/** These are called for each line, each function or each system call. The others cost little until a breakpoint. */
const slowing: ReadonlySet<DebuggerKind> = new Set(['debugpy', 'pydevd', 'xdebug', 'tracer']);
/** As of a cause inside the server: most of the time, by more than the samples may err. */
const LEAST_SHARE = 0.6;

export const debuggerAttached = audit({
  id: 'debugger-attached',
  title: 'a debugger holds or slows the server',
  holds: 'no debugger is attached to the server',
  needs: ['addresses', 'process'],
  uses: ['waits', 'listeners'],
  explains: ['mute-after-accept', 'unreachable-target', 'slow-application', 'cpu-bound-request', 'sporadic-stall'],
  check({ addresses, process, waits, listeners }, { target }) {
    const rows = ownRows(addresses, target);
    if (rows.length === 0) return notApplicable('the server is not on this machine alone');
    const cases = casesIn(process);
    const [first] = cases.toSorted((a, b) => Number(b.seen.connected) - Number(a.seen.connected));
    if (first === undefined) return pass('no debugger of the server was seen');
    const facts: readonly Fact[] = [
      ...(cases.length === 1 ? [] : cases).map((each): Fact => ({ kind: 'text', text: `${caseText(each)}.` })),
      { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
    ];
    const held = cases.find(({ seen }) => seen.connected && rows.some(isMute));
    const stopped = cases.find((each) => each.process.state === 't' && each.seen.kind === 'tracer');
    if (stopped !== undefined) return failure(stopText(stopped), facts, 'high');
    if (held !== undefined) return failure(heldText(held), facts, 'high');
    return slowOrNot({ first, cases, rows, waits, facts });
  },
});

/** The state after the visits, since a breakpoint may be reached by one of them; each kind of a process once. */
const casesIn = ({ before, after }: ServerProcesses): readonly Case[] =>
  (after.length > 0 ? after : before).flatMap((process) => process.debuggers.map((seen) => ({ process, seen })));

/** "A debugger is connected to node (pid 4242, Node's inspector on port 9229)". */
function caseText(each: Case): string {
  const { kind, port, connected, program } = each.seen;
  const { process } = each;
  if (kind === 'tracer') return `${program ?? 'A tracer'} traces ${process.program} (pid ${process.pid})`;
  const tool = port === null ? names[kind] : `${names[kind]} on port ${port}`;
  if (connected) return `A debugger is connected to ${process.program} (pid ${process.pid}, ${tool})`;
  return `${process.program} (pid ${process.pid}) runs with ${tool}${port === null ? '' : ', and no debugger is connected'}`;
}

const stopText = (each: Case): string => `${caseText(each)} and has stopped it: it answers nothing until it continues.`;

const heldText = (each: Case): string =>
  `${caseText(each)}, and the server answers nothing: it is probably stopped at a breakpoint.`;

const failure = (summary: string, facts: readonly Fact[], severity: 'medium' | 'high'): Opinion => ({
  outcome: 'fail',
  severity,
  costMs: null,
  summary,
  facts,
  advice,
});

const advice: readonly Advice[] = [
  { do: 'continue in the debugger, or detach it', command: null, where: 'server', savesMs: null },
  { do: 'start the server without the debugger, and measure again', command: null, where: 'server', savesMs: null },
];

function slowOrNot({
  first,
  cases,
  rows,
  waits,
  facts,
}: {
  readonly first: Case;
  readonly cases: readonly Case[];
  readonly rows: readonly AddressVisits[];
  readonly waits: ServerWaits | undefined;
  readonly facts: readonly Fact[];
}): Opinion {
  const tracing = cases.find(({ seen }) => slowing.has(seen.kind));
  if (rows.some(isMute))
    return inconclusive(`${caseText(first)}; the server gives no answer, for this or another reason`);
  if (tracing === undefined || !someAnswerIsSlow(rows)) return note(`${caseText(first)}.`, { facts });
  if (waits === undefined) {
    return inconclusive(`${caseText(tracing)}, and an answer is slow: the time without it would decide`);
  }
  if (!mayBeTracing(waits)) return note(`${caseText(tracing)}. Most of the time is something else.`, { facts });
  return failure(
    `${caseText(tracing)}, which slows all that it computes, and computing is most of the time of a request.`,
    facts,
    'medium',
  );
}

/** A tracer costs time on the CPU, or in its own stops, which no wait of the server explains. */
function mayBeTracing(waits: ServerWaits): boolean {
  const kinds: ReadonlySet<string> = new Set(['cpu', 'core', 'unexplained']);
  const sumMs = waits.shares.filter(({ kind }) => kinds.has(kind)).reduce((sum, { ms }) => sum + ms, 0);
  const totalMs = watchedMs(waits);
  return totalMs / waits.requestsMs.length > 100 && sumMs >= LEAST_SHARE * totalMs;
}
