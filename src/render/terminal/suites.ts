import type { Run } from '../../model/run.ts';
import { type SecondOpinion, suiteNames, type SuiteResult } from '../../model/suite.ts';
import type { Judged } from '../../model/verdict.ts';
import { apartText, capacityText, feltMs, floorText, opinionText } from '../load-words.ts';
import { countText, msText, verdictMarks } from '../words.ts';
import { grid } from './grid.ts';
import type { Pen } from './pen.ts';

/** One block a suite: each pass a line, the judged pass first with its verdict. */
export function drawSuites(run: Run, pen: Pen): string {
  if (run.suites.length === 0) return '';
  const { ink } = pen;
  const head = ['suite', '', 'n', 'errors', 'mean', 'p50', 'p95', 'p99', '/s'].map((text) => ink.dim(text));
  const rows = suiteNames.flatMap((name) => [
    ...run.suites.filter(({ suite }) => suite === name).map((pass, index) => rowOf(pass, index === 0, pen)),
    ...run.secondOpinions.filter(({ suite }) => suite === name).map((opinion) => opinionRow(opinion, pen)),
  ]);
  const table = grid(['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'], [head, ...rows]);
  const asides = [...run.suites.flatMap(apartText), ...run.suites.flatMap(capacityText), ...opinionText(run)];
  return [
    table,
    ...asides.map((aside) => ink.dim(pen.wrap(aside, 2))),
    ...run.verdicts.map((judged) => drawVerdict(judged, pen)),
  ].join('\n');
}

function rowOf(pass: SuiteResult, first: boolean, pen: Pen): readonly string[] {
  const doubt = pass.witness.valid ? '' : pen.ink.red(pen.unicode ? ' ⊘' : ' /');
  return [first ? pen.ink.bold(pass.suite) : '', kindOf(pass) + doubt, ...cells(pass, pen)];
}

const opinionRow = (opinion: SecondOpinion, pen: Pen): readonly string[] =>
  ['', `${opinion.connections} by ${opinion.tool}`, ...cells(opinion, pen)].map((cell) => pen.ink.dim(cell));

function cells(pass: SuiteResult | SecondOpinion, { ink }: Pen): readonly string[] {
  const { n, errors, perSecond } = pass;
  const times = feltMs(pass);
  return [
    countText(n),
    errors === 0 ? '0' : ink.red(String(errors)),
    ...[times?.mean, times?.p50, times?.p95, times?.p99].map((value) => msText(value ?? null)),
    countText(perSecond),
  ];
}

function kindOf({ arm, connection, connections, model, rate }: SuiteResult): string {
  if (arm === 'reference') return 'the reference';
  if (model === 'open') return `${rate ?? 0}/s by plan`;
  if (connection === 'new-per-request') return 'new connection each';
  return connections === 1 ? 'one at a time' : `${connections} connections`;
}

const paints = { pass: 'green', warn: 'yellow', fail: 'red', inconclusive: 'yellow', invalid: 'red' } as const;

function drawVerdict({ target, verdict, because }: Judged, pen: Pen): string {
  const mark = verdictMarks[verdict][pen.unicode ? 'unicode' : 'ascii'];
  const painted = pen.ink[paints[verdict]].bold(`${mark} ${verdict}`);
  const [first = '', ...rest] = pen.wrap(`${target}: ${because}`, 18).split('\n');
  return [
    `  ${painted}${' '.repeat(Math.max(1, 15 - mark.length - verdict.length))}${first.trimStart()}`,
    ...rest,
  ].join('\n');
}

const oneOf = { refresh: 'a refresh', api: 'an API call', login: 'a login' } as const;

/** "where a refresh goes": what the server itself says in Server-Timing, and what is left over. */
export function drawAttribution({ suites }: Run, pen: Pen): string {
  const lines = suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((pass) => {
      const parts = Object.entries(pass.serverTimingMs);
      if (parts.length === 0 || pass.serviceMs === null) return [];
      const said = parts.reduce((sum, [, { mean }]) => sum + mean, 0);
      const other = ['other', { mean: Math.max(0, pass.serviceMs.mean - said) }] as const;
      return [
        `  where ${oneOf[pass.suite]} goes  ${[...parts, other].map(([name, { mean }]) => `${name} ${msText(mean)}`).join(' │ ')} ms`,
      ];
    });
  return pen.ink.dim(lines.join('\n').replaceAll('│', pen.unicode ? '│' : '|'));
}

/** What the generator says of itself, over all passes. */
export function drawGenerator({ suites }: Run, pen: Pen): string {
  if (suites.length === 0) return '';
  const doubtful = suites.filter(({ witness }) => !witness.valid);
  if (doubtful.length === 0) {
    const floor = floorText(suites);
    return pen.ink.dim(
      `  the generator      valid in every pass: it was not the bottleneck${floor === '' ? '' : `\n${pen.wrap(floor, 2)}`}`,
    );
  }
  const named = doubtful.map((pass) => `${pass.suite}, ${kindOf(pass)}`).join('; ');
  return pen.wrap(`the generator was the bottleneck in: ${named}. Those numbers are its own, not the server's.`, 2);
}
