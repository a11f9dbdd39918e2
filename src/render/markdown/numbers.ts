import type { AddressRow, Run } from '../../model/run.ts';
import type { SecondOpinion, SuiteResult } from '../../model/suite.ts';
import {
  apartText,
  capacityText,
  reportedMs,
  opinionText,
  shapeText,
  hasSelfCheck,
  timedTrials,
} from '../load-text.ts';
import { hasStatuses, statusCell } from '../measured.ts';
import { serverParts } from '../server-parts.ts';
import { countText, msText, verdictMarks } from '../number-text.ts';
import { stepRows } from '../step-rows.ts';
import { code, table, text } from './escape.ts';

export function performanceSection(run: Run): string {
  if (run.suites.length === 0) return '';
  const parts = [
    '## Performance',
    targetsTable(run),
    suitesTable(run),
    stepsTable(run),
    asides(run),
    secondOpinions(run),
    attribution(run),
    generator(run),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const targetsTable = ({ verdicts }: Run): string =>
  verdicts.length === 0
    ? ''
    : table(
        ['verdict', 'threshold', 'because'],
        ['left', 'left', 'left'],
        verdicts.map(({ verdict, target, because }) => [
          `${verdictMarks[verdict].emoji} ${verdict}`,
          code(target),
          text(because),
        ]),
      );

function suitesTable({ suites }: Run): string {
  const right = Array.from({ length: 8 }, () => 'right' as const);
  return table(
    ['suite', 'how', 'answers', 'errors', 'mean', 'p50', 'p95', 'p99', 'max', 'rate'],
    ['left', 'left', ...right],
    suites.map((trial) => [
      trial.suite,
      shapeText(trial),
      countText(trial.n),
      String(trial.errors),
      ...timesOf(trial),
      `${countText(trial.perSecond)}/s`,
    ]),
  );
}

/** The steps of flows that have several. */
function stepsTable(run: Run): string {
  const rows = stepRows(run);
  if (rows.length === 0) return '';
  const right = Array.from({ length: 5 }, () => 'right' as const);
  const cells = rows.map(({ suite, step }) => [
    suite,
    text(step.id),
    countText(step.n),
    String(step.errors),
    ...[step.serviceMs?.mean, step.serviceMs?.p50, step.serviceMs?.p95].map((value) => inMs(value ?? null)),
  ]);
  const head = ['suite', 'step', 'answers', 'errors', 'mean', 'p50', 'p95'];
  return `Each step, in the first trial of its suite:\n\n${table(head, ['left', 'left', ...right], cells)}`;
}

function secondOpinions(run: Run): string {
  const { secondOpinions: opinions } = run;
  if (opinions.length === 0) return '';
  const right = Array.from({ length: 8 }, () => 'right' as const);
  const rows = opinions.map((each) => [
    each.suite,
    `${each.connections} at a time`,
    countText(each.n),
    String(each.errors),
    ...timesOf(each),
    `${countText(each.perSecond)}/s`,
  ]);
  const head = ['suite', 'autocannon', 'answers', 'errors', 'mean', 'p50', 'p95', 'p99', 'max', 'rate'];
  return [
    `A second opinion on the same flow: ${opinionText(run).join(' ')}.`,
    table(head, ['left', 'left', ...right], rows),
  ].join('\n\n');
}

function timesOf(trial: SuiteResult | SecondOpinion): readonly string[] {
  const times = reportedMs(trial);
  return [times?.mean, times?.p50, times?.p95, times?.p99, times?.max].map((value) => inMs(value ?? null));
}

/** Notes that are in no row and in no verdict. */
const asides = ({ suites }: Run): string =>
  suites
    .flatMap((trial) => [...apartText(trial), ...capacityText(trial)])
    .map((aside) => `- ${text(aside)}`)
    .join('\n');

function attribution({ suites }: Run): string {
  const rows = suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((trial) => {
      const { otherMs } = serverParts(trial);
      const reported = Object.entries(trial.serverTimingMs).map(([metric, { mean, p95 }]) => [
        trial.suite,
        code(metric),
        inMs(mean),
        inMs(p95),
      ]);
      return otherMs === 0 ? reported : [...reported, [trial.suite, 'other (not accounted for)', inMs(otherMs), '–']];
    });
  if (rows.length === 0) return '';
  return `The server's own account of its time (Server-Timing):\n\n${table(['suite', 'metric', 'mean', 'p95'], ['left', 'left', 'right', 'right'], rows)}`;
}

function generator({ suites }: Run): string {
  const timed = timedTrials(suites);
  const doubtful = timed.filter(({ selfCheck }) => !selfCheck.valid);
  const times = 'Times are service times, from the write of a request to the last byte of its answer.';
  if (!hasSelfCheck(timed)) return times;
  if (doubtful.length === 0) return `${times} The generator was not the bottleneck in any trial.`;
  return `${times} **The generator was the bottleneck** in: ${doubtful.map((trial) => `${trial.suite}, ${shapeText(trial)}`).join('; ')}.`;
}

export function addressesSection({ addresses }: Run): string {
  if (addresses.length === 0) return '';
  const status = hasStatuses(addresses) ? ['status'] : [];
  const head = ['address', ...status, 'lookup', 'connect', 'first byte', 'you wait', 'on a kept connection'];
  const rows = addresses.map((row) => addressCells(row, status.length > 0));
  return [
    '## Addresses',
    table(
      head,
      head.map((_title, index) => (index === 0 ? 'left' : 'right')),
      rows,
    ),
    'Medians on new connections. The wait runs from the lookup to the last byte, with the addresses tried in order.',
  ].join('\n\n');
}

const inMs = (ms: number | null): string => (ms === null ? '–' : `${msText(ms)} ms`);

function addressCells(row: AddressRow, withStatus: boolean): readonly string[] {
  const literal = row.name === row.address;
  const [first, total, warm] = [row.firstByteMs, row.totalMs, row.warmMs].map((spread) => inMs(spread?.p50 ?? null));
  return [
    literal ? code(row.address) : `${code(row.name)} → ${code(row.address)}`,
    ...(withStatus ? [text(statusCell(row))] : []),
    row.order === 0 && !literal ? inMs(row.resolveMs) : '',
    `${row.connect === 'accepted' ? '' : `❌ ${row.connect} `}${inMs(row.connectMs.p50)}`,
    first ?? '–',
    total ?? '–',
    warm ?? '–',
  ];
}
