import type { Run } from '../../model/run.ts';
import type { SecondOpinion, SuiteResult } from '../../model/suite.ts';
import { apartText, capacityText, feltMs, opinionText } from '../load-words.ts';
import { countText, msText, verdictMarks } from '../words.ts';
import { code, table, text } from './escape.ts';

export function performanceSection(run: Run): string {
  if (run.suites.length === 0) return '';
  const parts = [
    '## Performance',
    targetsTable(run),
    suitesTable(run),
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
        ['verdict', 'target', 'because'],
        ['left', 'left', 'left'],
        verdicts.map(({ verdict, target, because }) => [
          `${verdictMarks[verdict].emoji} ${verdict}`,
          code(target, 'cell'),
          text(because),
        ]),
      );

function suitesTable({ suites }: Run): string {
  const right = Array.from({ length: 8 }, () => 'right' as const);
  return table(
    ['suite', 'how', 'answers', 'errors', 'mean', 'p50', 'p95', 'p99', 'max', '/s'],
    ['left', 'left', ...right],
    suites.map((pass) => [
      pass.suite,
      kindOf(pass),
      countText(pass.n),
      String(pass.errors),
      ...timesOf(pass),
      countText(pass.perSecond),
    ]),
  );
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
    countText(each.perSecond),
  ]);
  const head = ['suite', 'autocannon', 'answers', 'errors', 'mean', 'p50', 'p95', 'p99', 'max', '/s'];
  return [
    `A second opinion on the same flow: ${opinionText(run).join(' ')}.`,
    table(head, ['left', 'left', ...right], rows),
  ].join('\n\n');
}

function timesOf(pass: SuiteResult | SecondOpinion): readonly string[] {
  const times = feltMs(pass);
  return [times?.mean, times?.p50, times?.p95, times?.p99, times?.max].map((value) => msText(value ?? null));
}

function kindOf({ arm, connection, connections, model, rate }: SuiteResult): string {
  if (arm === 'reference') return 'the reference';
  if (model === 'open') return `${rate ?? 0}/s by plan`;
  if (connection === 'new-per-request') return 'new connection each';
  return connections === 1 ? 'one at a time' : `${connections} connections`;
}

/** What neither a row nor a verdict says. */
const asides = ({ suites }: Run): string =>
  suites
    .flatMap((pass) => [...apartText(pass), ...capacityText(pass)])
    .map((aside) => `- ${text(aside)}`)
    .join('\n');

function attribution({ suites }: Run): string {
  const rows = suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((pass) =>
      Object.entries(pass.serverTimingMs).map(([metric, { mean, p95 }]) => [
        pass.suite,
        text(metric),
        msText(mean),
        msText(p95),
      ]),
    );
  if (rows.length === 0) return '';
  return `What the server says of its own time (Server-Timing, ms):\n\n${table(['suite', 'metric', 'mean', 'p95'], ['left', 'left', 'right', 'right'], rows)}`;
}

function generator({ suites }: Run): string {
  const doubtful = suites.filter(({ witness }) => !witness.valid);
  const times = 'Times are service times in ms, from the write of a request to the last byte of its answer.';
  if (doubtful.length === 0) return `${times} The generator was not the bottleneck in any pass.`;
  return `${times} **The generator was the bottleneck** in: ${doubtful.map((pass) => `${pass.suite}, ${kindOf(pass)}`).join('; ')}.`;
}

export function addressesSection({ addresses }: Run): string {
  if (addresses.length === 0) return '';
  const rows = addresses.map((row) => [
    row.name === row.address ? code(row.address, 'cell') : `${code(row.name, 'cell')} → ${code(row.address, 'cell')}`,
    row.order === 0 ? msText(row.resolveMs) : '',
    `${row.connect === 'accepted' ? '' : `❌ ${row.connect} `}${msText(row.connectMs.p50)}`,
    msText(row.firstByteMs?.p50 ?? null),
    msText(row.totalMs?.p50 ?? null),
    msText(row.warmMs?.p50 ?? null),
  ]);
  return [
    '## Addresses',
    table(
      ['address', 'resolve', 'connect', 'first byte', 'total', 'warm'],
      ['left', 'right', 'right', 'right', 'right', 'right'],
      rows,
    ),
    'Medians in ms. Total is what a client pays that tries the addresses in order, from the lookup to the last byte; warm is an answer on a connection that was open already.',
  ].join('\n\n');
}
