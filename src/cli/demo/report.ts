import type { Run } from '../../model/run.ts';
import { median } from '../../stats/quantile.ts';
import { failedFindings } from '../../render/failed.ts';
import { block, code, table, text } from '../../render/markdown/escape.ts';
import { durationText } from '../../render/number-text.ts';
import type { RequestTimes } from './client.ts';

/** The results of the demo, in the order of its steps. */
export interface DemoResult {
  readonly client: string;
  readonly before: { readonly origin: string; readonly times: RequestTimes };
  readonly diagnosis: Run;
  readonly after: { readonly origin: string; readonly times: RequestTimes };
}

const requestNames = ['refresh', 'api', 'login'] as const;

export interface Row {
  readonly request: string;
  readonly beforeMs: number;
  readonly afterMs: number;
}

export const rowsOf = ({ before, after }: DemoResult): readonly Row[] =>
  requestNames.map((request) => ({
    request,
    beforeMs: median(before.times[request]),
    afterMs: median(after.times[request]),
  }));

/** The factor between the two times, as text. */
export const factorOf = ({ beforeMs, afterMs }: Row): string => `${Math.round(beforeMs / afterMs)} times`;

/** The report: problem, cause, solution, times before and after, other checks. */
export function demoReport(result: DemoResult): string {
  const { diagnosis } = result;
  const [cause] = failedFindings(diagnosis);
  const rows = rowsOf(result);
  const [refresh] = rows;
  const [fix] = cause?.advice ?? [];
  const checked = diagnosis.findings.filter(({ outcome }) => outcome === 'pass');
  return [
    `# ${refresh === undefined ? 'A slow localhost' : `Token refresh: ${durationText(refresh.beforeMs)} → ${durationText(refresh.afterMs)}, ${factorOf(refresh)} faster`}`,
    `## Problem\n\nA JWT auth server on this machine answers ${text(result.client)} through ${code(result.before.origin)} in seconds. The server itself is fast.`,
    `## Root cause\n\n${cause === undefined ? 'Not found.' : `${text(cause.summary)} (${cause.id})`}`,
    fix === undefined ? '' : `## Solution\n\n${text(fix.do)}:\n\n${block(fix.command ?? fix.do)}`,
    `## Before and after\n\nMedian of each request on a new connection, ${text(result.client)}.\n\n${beforeAfter(rows)}`,
    `## What else was checked\n\n${checked.map(({ id, summary }) => `- ${id}: ${text(summary)}`).join('\n')}`,
    `## Next steps\n\n${nextSteps(diagnosis)}`,
  ]
    .filter((section) => section !== '')
    .join('\n\n')
    .concat('\n');
}

const beforeAfter = (rows: readonly Row[]): string =>
  table(
    ['request', 'before', 'after', 'faster'],
    ['left', 'right', 'right', 'right'],
    rows.map((row) => [row.request, durationText(row.beforeMs), durationText(row.afterMs), factorOf(row)]),
  );

const nextSteps = (diagnosis: Run): string =>
  [
    `- Diagnose your own server: ${code('whyslow http://localhost:8000')}`,
    `- After the change, compare: ${code(`whyslow ${diagnosis.target.url} --against before.json`)}`,
    `- Read how it works: ${code('whyslow explain late-refused-first-address')}`,
  ].join('\n');
