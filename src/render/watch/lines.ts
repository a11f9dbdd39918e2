import type { Fired, Series, Watched } from '../../model/watch.ts';
import type { RenderOptions } from '../contract.ts';
import { maskedUrl } from '../../model/secrets.ts';
import { quotedFor } from '../../model/shell.ts';
import type { LastLine } from '../next-command.ts';
import { countText } from '../number-text.ts';
import { sanitizedText } from '../sanitize.ts';
import { toAscii } from '../terminal/ascii.ts';
import { drawLastLine } from '../terminal/last-line.ts';
import { penFor } from '../terminal/pen.ts';
import { fittedTable } from '../terminal/table.ts';
import { waitsSentence } from '../waits-text.ts';
import { lastedText, recently, timeText, within } from './numbers.ts';

/** Output for pipes and logs: one line for each series, with its time first, and what the server did during slow answers. */
export const plainLines = ({ series, nowMs, inside }: Watched, overMs: number): string =>
  [
    ...series.map((each) => plainLine(each, nowMs, overMs)),
    ...(inside === null || inside.atMs <= nowMs - overMs ? [] : [insideLine(inside)]),
  ]
    .map((line) => `${line}\n`)
    .join('');

const insideLine = ({ atMs, waits }: NonNullable<Watched['inside']>): string =>
  `${new Date(atMs).toISOString()} inside: ${sanitizedText(waitsSentence(waits, 'a slow answer'))}`;

function plainLine(series: Series, nowMs: number, overMs: number): string {
  const { n, errors, p50Ms, p95Ms } = recently(within(series, nowMs, overMs));
  const why = series.because === null ? '' : `, last: ${sanitizedText(series.because)}`;
  const times = p50Ms === null ? 'no answer' : `p50 ${timeText(p50Ms)}, p95 ${timeText(p95Ms)}`;
  return `${new Date(nowMs).toISOString()} ${sanitizedText(series.id)}: ${times}, ${errors} of ${n} failed${why}`;
}

/** One line on stderr when an alert begins to fire. */
export const firedLine = ({ alert, atMs, value }: Fired, isShare: boolean): string =>
  `${new Date(atMs).toISOString()} ALERT ${alert}: it is ${isShare ? `${(value * 100).toFixed(0)} %` : timeText(value)}\n`;

/** The summary at the end of a watch: the times of each series and the alerts that fired. */
export function summary(watched: Watched, options: RenderOptions): string {
  const { url, series, startedAtMs, nowMs, fired } = watched;
  const pen = penFor(options);
  const sinceMs = Math.min(
    startedAtMs,
    ...series.flatMap(({ minutes }) => minutes.slice(0, 1).map(({ atMs }) => atMs)),
  );
  const kept = sinceMs < startedAtMs - 60_000 ? `, ${lastedText(nowMs - sinceMs)} with the history` : '';
  const ofThis = fired.filter(({ atMs }) => atMs >= startedAtMs);
  const page = [
    `${pen.ink.bold('whyslow')} watched ${sanitizedText(url)} for ${lastedText(nowMs - startedAtMs)}${kept}`,
    '',
    fittedTable(series, columns, pen),
    '',
    drawLastLine(lastLine(watched, ofThis), pen),
    '',
  ].join('\n');
  return options.unicode ? page : toAscii(page);
}

/** What the watch saw, and the command for what is to be done about it. */
function lastLine({ url, series }: Watched, fired: readonly Fired[]): LastLine {
  const command = `whyslow ${quotedFor(maskedUrl(url), 'posix')}`;
  if (fired.length > 0) return { sentence: `Fired: ${countedNames(fired)}.`, lead: 'To find the cause:', command };
  const probes = series.reduce((sum, each) => sum + total(each, 'n'), 0);
  if (probes === 0) return { sentence: 'No probe ended.', lead: 'Next:', command };
  const failed = series
    .filter((each) => total(each, 'errors') > 0)
    .map((each) => `${sanitizedText(each.id)} failed ${total(each, 'errors')} of ${total(each, 'n')} times`);
  if (failed.length > 0) return { sentence: `No alert fired; ${failed.join('; ')}.`, lead: 'Next:', command };
  const sentence = `No alert fired, and all ${countText(probes)} probes were answered.`;
  return { sentence, lead: 'Next:', command: command.replace('whyslow', 'whyslow run') };
}

const countedNames = (fired: readonly Fired[]): string =>
  [...new Set(fired.map(({ alert }) => alert))]
    .map((name) => {
      const times = fired.filter(({ alert }) => alert === name).length;
      return times === 1 ? name : `${name} (${times} times)`;
    })
    .join('; ');

const total = (series: Series, of: 'n' | 'errors'): number =>
  series.minutes.reduce((sum, minute) => sum + minute[of], 0);

/** The range of the medians by the minute. */
function usual({ minutes }: Series): string {
  const medians = minutes.flatMap(({ p50Ms }) => (p50Ms === null ? [] : [p50Ms]));
  if (medians.length === 0) return '–';
  const [least, most] = [Math.min(...medians), Math.max(...medians)];
  return timeText(least) === timeText(most) ? timeText(least) : `${timeText(least)} – ${timeText(most)}`;
}

function slowest({ minutes }: Series): string {
  const all = minutes.flatMap(({ maxMs }) => (maxMs === null ? [] : [maxMs]));
  return timeText(all.length === 0 ? null : Math.max(...all));
}

const columns = [
  { title: 'watched', side: 'left', dispensable: 0, cell: ({ id }: Series) => sanitizedText(id) },
  { title: 'probes', side: 'right', dispensable: 2, cell: (series: Series) => String(total(series, 'n')) },
  { title: 'failed', side: 'right', dispensable: 0, cell: (series: Series) => String(total(series, 'errors')) },
  { title: 'p50 by the minute', side: 'right', dispensable: 0, cell: usual },
  { title: 'slowest', side: 'right', dispensable: 0, cell: slowest },
] as const;
