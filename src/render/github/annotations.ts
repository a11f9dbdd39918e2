import type { ChangeVerdict } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import { failsCommand } from '../../model/policy.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { conclusionOf } from '../conclusion.ts';
import { changeText } from '../comparison-text.ts';
import { failedChecks, failedFindings } from '../failed.ts';
import { sanitized } from '../sanitize.ts';
import type { Unmeasured } from './outputs.ts';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten annotations of each kind in a step and silently drops the rest (docs.github.com, workflow commands). */
const MOST_OF_A_KIND = 10;

/**
 * Workflow commands, a line each, for one step that measured these runs: failures as errors, doubts as warnings, the
 * headline as a notice. No kind has more than GitHub shows; its last one then counts those left out.
 */
export function annotationsOf(runs: readonly Run[], unmeasured: readonly Unmeasured[] = []): string {
  const all = [...unmeasured.map(missing), ...runs.map(sanitized).flatMap(annotated)];
  return (['error', 'warning', 'notice'] as const)
    .flatMap((level) => atMost(all.filter((each) => each.level === level)))
    .map((each) => `${commandOf(each)}\n`)
    .join('');
}

const missing = ({ name, because }: Unmeasured): Annotation => ({
  level: 'error',
  title: `whyslow ${name ?? ''}`.trim(),
  message: because,
});

function atMost(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= MOST_OF_A_KIND) return annotations;
  const shown = annotations.slice(0, MOST_OF_A_KIND - 1);
  const left = annotations.length - shown.length;
  return [...shown, { level: first.level, title: 'whyslow', message: `${left} more; the report has all of them` }];
}

const annotated = (run: Run): readonly Annotation[] => [
  ...suiteIdsOf(run).flatMap((suite) => targetsOf(suite, run)),
  ...changesOf(run),
  ...[...failedFindings(run), ...failedChecks(run)].map((failed) => ({
    level: failsCommand(failed, run.policy) ? ('error' as const) : ('warning' as const),
    title: `${failed.id} (${failed.severity})`,
    message: [failed.summary, ...failed.advice.slice(0, 1).map((each) => `Fix: ${each.do}`)].join('\n'),
  })),
  headlineOf(run),
];

/** The level of each verdict. Null: no annotation. */
const levels: Readonly<Record<Verdict, Level | null>> = {
  fail: 'error',
  invalid: 'warning',
  inconclusive: 'warning',
  warn: 'warning',
  pass: null,
};

/** One annotation for each level of each suite, since the thresholds of one suite share a cause. */
function targetsOf(suite: string, { verdicts }: Run): readonly Annotation[] {
  const own = verdicts.filter((judged) => judged.suite === suite);
  return (['error', 'warning'] as const).flatMap((level) => {
    const judged = own.filter(({ verdict }) => levels[verdict] === level);
    if (judged.length === 0) return [];
    return [{ level, title: titleOf(suite, judged), message: judged.map(lineOf).join('\n') }];
  });
}

const changeLevels: Readonly<Record<ChangeVerdict, Level | null>> = {
  regressed: 'error',
  unproven: 'warning',
  inconclusive: 'warning',
  improved: 'notice',
  same: null,
};

function changesOf({ comparison }: Run): readonly Annotation[] {
  if (comparison === null) return [];
  return comparison.changes.flatMap((change) => {
    const level = changeLevels[change.verdict];
    if (level === null) return [];
    const title = `${change.suite} ${change.statistic}: ${change.verdict}`;
    // A change between two machines is advice, so it is not an error.
    const shown = level === 'error' && comparison.weight === 'advice' ? 'warning' : level;
    return [{ level: shown, title, message: `${changeText(change)}; ${change.because}` }];
  });
}

const titleOf = (suite: string, judged: readonly Judged[]): string =>
  `${suite}: ${[...new Set(judged.map(({ verdict }) => verdict))].join(', ')}`;

const lineOf = ({ target, verdict, because }: Judged): string => `${target}: ${verdict}, ${because}`;

function headlineOf(run: Run): Annotation {
  const { command, target, exit } = run;
  const what = target.embedded ? 'the embedded reference server' : target.url;
  const title = `whyslow ${command} ${what}`;
  const { head, measured } = conclusionOf(run);
  if (exit.code === 0) return { level: 'notice', title, message: measured === '' ? head : `${head}\n${measured}` };
  return { level: 'error', title, message: `${exit.reason} (exit ${exit.code})` };
}

/** Escapes the characters that the runner interprets, as the runner's own toolkit does. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commandOf = ({ level, title, message }: Annotation): string =>
  `::${level} title=${property(title)}::${data(message)}`;
