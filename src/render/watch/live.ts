import stringWidth from 'string-width';
import type { AlertView, Series, Watched } from '../../model/watch.ts';
import type { RenderOptions } from '../contract.ts';
import { sanitizedText } from '../sanitize.ts';
import { toAscii } from '../terminal/ascii.ts';
import { waitsSentence } from '../waits-text.ts';
import { sparkline } from '../terminal/bars.ts';
import { atBothEdges, type Pen, penFor } from '../terminal/pen.ts';
import { type Column, fittedTable } from '../terminal/table.ts';
import { clockText, lastedText, recently, timeText, valueText, within } from './numbers.ts';

/** As long as the window of the alerts, so that the numbers explain them. */
const SHOWN_MS = 30_000;
const SPARKS = { atLeast: 10, atMost: 60, makesRoom: true } as const;
const LATENCY_TITLE = 'each answer';

/** The live view, redrawn once a second: a line for each series, then a line for each alert. */
export function liveView(watched: Watched, options: RenderOptions, metricsUrl: string | null): string {
  const pen = penFor(options);
  const fill = { ...SPARKS, column: (room: number) => latest(room, pen) };
  const page = [
    headline(watched, pen),
    '',
    fittedTable(watched.series, columnsFor(watched.nowMs, pen), pen, fill),
    ...insideLines(watched, pen),
    ...(watched.alerts.length === 0 ? [] : ['', ...watched.alerts.map((alert) => alertLine(alert, watched, pen))]),
    ...(metricsUrl === null ? [] : ['', `  ${pen.ink.dim(`metrics  ${metricsUrl}`)}`]),
  ].join('\n');
  return options.unicode ? page : toAscii(page);
}

/** What the server did during the latest slow answers. */
function insideLines({ inside, nowMs }: Watched, { ink, wrap }: Pen): readonly string[] {
  if (inside === null) return [];
  const sentence = sanitizedText(waitsSentence(inside.waits, 'a slow answer'));
  return ['', ink.yellow(wrap(`${lastedText(nowMs - inside.atMs)} ago: ${sentence}`, 2))];
}

function headline({ url, startedAtMs, nowMs, perSecond }: Watched, pen: Pen): string {
  const { ink } = pen;
  const left = `${ink.bold('whyslow')} watch ${ink.dim(sanitizedText(url))}`;
  const right = ink.dim(`${lastedText(nowMs - startedAtMs)}, ${perSecond}/s each, Ctrl-C ends it`);
  return atBothEdges(left, right, pen) ?? `${left}\n  ${right}`;
}

function columnsFor(nowMs: number, { ink }: Pen): readonly Column<Series>[] {
  const of = (series: Series): ReturnType<typeof recently> => recently(within(series, nowMs, SHOWN_MS));
  return [
    { title: 'last 30 s', side: 'left', dispensable: 0, cell: ({ id }) => sanitizedText(id) },
    {
      title: 'now',
      side: 'right',
      dispensable: 0,
      cell: (series) => (series.because === null ? timeText(lastMs(series)) : shortReason(series.because)),
      paint: (text, { because }) => (because === null ? ink.bold(text) : ink.red(text)),
    },
    { title: 'p50', side: 'right', dispensable: 2, cell: (series) => timeText(of(series).p50Ms) },
    { title: 'p95', side: 'right', dispensable: 0, cell: (series) => timeText(of(series).p95Ms) },
    {
      title: 'failed',
      side: 'right',
      dispensable: 1,
      cell: (series) => `${of(series).errors} of ${of(series).n}`,
      paint: (text, series) => (of(series).errors === 0 ? text : ink.red(text)),
    },
  ];
}

const lastMs = ({ readings }: Series): number | null => readings.at(-1)?.ms ?? null;

/** The live view shortens a reason. The plain lines contain it whole. */
const LONGEST_REASON = 20;
const shortReason = (because: string): string => sanitizedText(because).slice(0, LONGEST_REASON);

const latest = (room: number, { ink, unicode }: Pen): Column<Series> => ({
  title: LATENCY_TITLE.slice(0, room),
  side: 'left',
  dispensable: 0,
  cell: ({ readings }) =>
    sparkline(
      readings.slice(-room).map(({ ms }) => ms),
      unicode,
    ),
  paint: (text) => ink.cyan(text),
});

/** The rule and its state. On a narrow page the state moves below the rule. */
function alertLine(alert: AlertView, watched: Watched, pen: Pen): string {
  const { mark, words } = standing(alert, watched, pen);
  const rule = `  ${mark} ${alert.text}  `;
  const roomy = stringWidth(rule) + stringWidth(words) <= pen.width;
  return roomy ? rule + words : `${rule.trimEnd()}\n    ${words}`;
}

function standing(
  alert: AlertView,
  { nowMs }: Watched,
  { ink, unicode }: Pen,
): { readonly mark: string; readonly words: string } {
  const { state } = alert;
  const value = valueText(alert);
  switch (state.kind) {
    case 'quiet':
      return { mark: ink.green(unicode ? '✔' : 'ok'), words: ink.dim(`quiet, ${value}`) };
    case 'pending':
      return {
        mark: ink.yellow(unicode ? '▲' : '!'),
        words: ink.yellow(`true for ${lastedText(nowMs - state.sinceMs)}, ${value}`),
      };
    case 'firing':
      return {
        mark: ink.red.bold(unicode ? '✖' : 'x'),
        words: ink.red(`firing since ${clockText(state.sinceMs)} UTC, ${value}`),
      };
    default:
      return state satisfies never;
  }
}
