import type { Run } from '../../src/model/run.ts';
import { frozenRun } from '../golden/frozen-run.ts';

/** Hostile text that a server or a user may put in place of a name or a sentence. */
export const EVIL =
  '</failure><x a="1">&amp;]]>\u0000\u001b[31m\ud800\uffff%0A::error::owned\r\n::add-mask::a, b: c`|\u202e';

/** The frozen run with that text in every place that a server or a command line reaches, and the exit code given. */
export function hostileRun(over: Partial<Run> = {}): Run {
  const [trial, ...trials] = frozenRun.suites;
  if (trial === undefined) throw new Error('the frozen run has no suites');
  const doctored = <T extends { readonly summary: string }>(all: readonly T[]): readonly T[] =>
    all.map((each) => ({ ...each, title: EVIL, summary: EVIL }));
  return {
    ...frozenRun,
    target: { ...frozenRun.target, server: { product: EVIL, pid: 1, command: EVIL, listens: [EVIL] } },
    findings: doctored(frozenRun.findings),
    checks: doctored(frozenRun.checks),
    suites: [{ ...trial, serverTimingMs: { [EVIL]: { mean: 1, p50: 1, p95: 1 } } }, ...trials],
    verdicts: frozenRun.verdicts.map((judged) => ({ ...judged, target: EVIL, because: EVIL })),
    reproduce: EVIL,
    exit: { code: 10, reason: EVIL },
    ...over,
  };
}

/** Hostile texts by the syntax that they try to break. */
export const attacks = {
  'a script': '</title></style><script>alert(1)</script><img src=x onerror=alert(1)>',
  'an attribute': '" onmouseover="alert(1)" x=\' autofocus',
  'escapes of a terminal': '\u001b[2J\u001b]0;owned\u0007\u009b31mred\r\u0008',
  'marks that turn text round': '\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061c',
  backticks: '``` ` ``\n# owned\n```js',
  'pipes and links': '| a | b |\n|---|---|\n[x](javascript:alert(1)) ![y](http://evil.example/z.png)',
  'ends of other syntaxes': ']]> --> */ %0A::error::owned\n::add-mask::x $`{{}}',
  'characters that XML forbids': '\u0000\ufffe\uffff\ud800',
  'a long text': 'A<b>'.repeat(32_768),
} as const satisfies Readonly<Record<string, string>>;

/** The fields of a run that contain untrusted text. */
const UNTRUSTED_FIELDS = new Set(
  (
    'product command listens summary title text label do because note reproduce reason message url host name address via ' +
    'kernel cpuModel preset standard head rows notChecked target condition failure server place program noun algorithm mediaType contentEncoding retryAfter httpVersion sent parameter came curl about sources'
  ).split(' '),
);

/** The run with this text in every field that may contain untrusted text. */
export function withHostileText(text: string, run: Run): Run {
  const replaced = deeply(run, text, false) as Run;
  return {
    ...replaced,
    command: run.command,
    suites: run.suites.map((trial) => ({
      ...trial,
      reasons: { [text]: 3 },
      statuses: { [text]: 3 },
      ended: { kind: 'server-gone', failure: text, done: 3, of: null },
      serverTimingMs: { [text]: { mean: 1, p50: 1, p95: 1 }, [`${text} `]: { mean: 2, p50: 1, p95: 1 } },
    })),
  };
}

function deeply(value: unknown, text: string, isUntrusted: boolean): unknown {
  if (typeof value === 'string') return isUntrusted ? text : value;
  if (Array.isArray(value)) return value.map((inner) => deeply(inner, text, isUntrusted));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      deeply(inner, text, isUntrusted ? typeof inner === 'string' : UNTRUSTED_FIELDS.has(key)),
    ]),
  );
}
