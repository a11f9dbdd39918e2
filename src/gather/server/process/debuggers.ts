import type { DebuggerKind, SeenDebugger } from '../../../model/server-process.ts';

/** What shows a debugger of one process. The texts may hold secrets: only kinds and ports are kept of them. */
export interface DebuggerSigns {
  readonly words: readonly string[];
  /** `NAME=value`, each. */
  readonly environment: readonly string[];
  /** The ports on which the process listens beside that of the server, and the ports of this machine with an open connection. */
  readonly listening: ReadonlySet<number>;
  readonly connected: ReadonlySet<number>;
  readonly tracer: string | null;
}

interface Sign {
  readonly kind: DebuggerKind;
  readonly word: RegExp;
  readonly variable?: RegExp;
  /** The ports that the debugger uses unless it is told another. */
  readonly ports: readonly number[];
  /** Whether an open port alone shows it, for a process whose first word is this program. */
  readonly program?: RegExp;
}

const signs: readonly Sign[] = [
  {
    kind: 'node-inspector',
    word: /^--inspect(?:-brk|-wait)?(?:=|$)/,
    variable: /^NODE_OPTIONS=.*--inspect(?!-port|-publish)/,
    ports: [9_229],
    // A signal opens the inspector of a running process too.
    program: /(?:^|[/\\])node(?:\.exe)?$/,
  },
  { kind: 'debugpy', word: /(?:^|[/\\])debugpy(?:[/\\]|$)/, ports: [5_678] },
  { kind: 'pydevd', word: /(?:^|[/\\])pydevd(?:\.py)?$/, ports: [] },
  {
    kind: 'xdebug',
    word: /^(?:-d)?xdebug\.mode=.*(?:debug|profile|trace)/,
    variable: /^XDEBUG_MODE=.*(?:debug|profile|trace)/,
    ports: [],
  },
  { kind: 'jdwp', word: /^-(?:agentlib:jdwp|Xrunjdwp)/, ports: [5_005] },
];

/** The debuggers of a process, each kind once. */
export function debuggersOf(seen: DebuggerSigns): readonly SeenDebugger[] {
  const { tracer } = seen;
  const traced: readonly SeenDebugger[] =
    tracer === null ? [] : [{ kind: 'tracer', port: null, connected: true, program: tracer }];
  return [...signs.flatMap((sign) => seenBy(sign, seen) ?? []), ...traced];
}

function seenBy(
  { kind, word, variable, ports, program }: Sign,
  { words, environment, listening, connected }: DebuggerSigns,
): SeenDebugger | null {
  const named = words.filter((each) => word.test(each));
  const isNamed = named.length > 0 || (variable !== undefined && environment.some((each) => variable.test(each)));
  const stated = words.flatMap((each, index) => (word.test(each) ? portsIn(words.slice(index, index + 4)) : []));
  const port = [...stated, ...ports].find((each) => listening.has(each)) ?? null;
  const isOpen = port !== null && program?.test(words[0] ?? '') === true;
  if (!isNamed && !isOpen) return null;
  return { kind, port, connected: port !== null && connected.has(port), program: null };
}

/** The ports in `--inspect=0.0.0.0:9230`, `--listen 5678` and `address=*:5005`. */
const portsIn = (words: readonly string[]): readonly number[] =>
  words.flatMap((word) => [...word.matchAll(/(?:^|[=:])(\d{2,5})(?=$|,)/g)].map(([, port]) => Number(port)));
