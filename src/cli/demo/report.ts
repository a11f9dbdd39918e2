import type { Run } from '../../model/run.ts';
import { median } from '../../stats/quantile.ts';
import { failedFindings } from '../../render/failed.ts';
import { block, code, table, text } from '../../render/markdown/escape.ts';
import { durationText } from '../../render/number-text.ts';
import type { Errands } from './client.ts';

/** Everything the demo saw, in the order in which it happened. */
export interface Story {
  readonly client: string;
  readonly before: { readonly origin: string; readonly errands: Errands };
  readonly diagnosis: Run;
  readonly after: { readonly origin: string; readonly errands: Errands };
}

const errandNames = ['refresh', 'api', 'login'] as const;

export interface Row {
  readonly errand: string;
  readonly beforeMs: number;
  readonly afterMs: number;
}

export const rowsOf = ({ before, after }: Story): readonly Row[] =>
  errandNames.map((errand) => ({
    errand,
    beforeMs: median(before.errands[errand]),
    afterMs: median(after.errands[errand]),
  }));

/** The factor between the two, as a headline says it. */
export const factorOf = ({ beforeMs, afterMs }: Row): string => `${Math.round(beforeMs / afterMs)} times`;

/** The report that such a hunt should have ended with: problem, cause, solution, before and after, the rest. */
export function storyReport(story: Story): string {
  const { diagnosis } = story;
  const [cause] = failedFindings(diagnosis);
  const rows = rowsOf(story);
  const [refresh] = rows;
  const [fix] = cause?.advice ?? [];
  const checked = diagnosis.findings.filter(({ outcome }) => outcome === 'pass');
  return [
    `# ${refresh === undefined ? 'A slow localhost' : `Token refresh: ${durationText(refresh.beforeMs)} → ${durationText(refresh.afterMs)}, ${factorOf(refresh)} faster`}`,
    `## Problem\n\nA JWT auth server on this machine answers ${text(story.client)} through ${code(story.before.origin)} in seconds. The server itself is fast.`,
    `## Root cause\n\n${cause === undefined ? 'Not found.' : `${text(cause.summary)} (${cause.id})`}`,
    fix === undefined ? '' : `## Solution\n\n${text(fix.do)}:\n\n${block(fix.command ?? fix.do)}`,
    `## Before and after\n\nMedian of each request on a new connection, ${text(story.client)}.\n\n${beforeAfter(rows)}`,
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
    rows.map((row) => [row.errand, durationText(row.beforeMs), durationText(row.afterMs), factorOf(row)]),
  );

const nextSteps = (diagnosis: Run): string =>
  [
    `- Diagnose your own server: ${code('whyslow http://localhost:8000')}`,
    `- After the change, compare: ${code(`whyslow ${diagnosis.target.url} --against before.json`)}`,
    `- Read how it works: ${code('whyslow explain late-refused-first-address')}`,
  ].join('\n');
