import { scaleLinear } from 'd3-scale';
import type { ClientPrediction } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import { commonClients, wholeWaitText } from '../client-words.ts';
import { element, type Markup } from '../markup.ts';
import { durationText } from '../words.ts';
import type { PlotMember } from './contract.ts';
import { clip, hatch, heading, line, mark, MARGIN, px, TOP, WIDTH, words } from './svg.ts';

const NAME = 'clients';
const LABEL_PX = 220;
const TAIL_PX = 190;
const ROW_PX = 24;
const BAR_PX = 13;

/** What each client feels of it: the same server, and not the same wait. */
export const clients: PlotMember = {
  name: NAME,
  draw(run) {
    const shown = shownOf(run);
    const longestMs = Math.max(0, ...shown.flatMap(({ predicted, measuredMs }) => [predicted.ms, measuredMs ?? 0]));
    if (longestMs === 0) return null;
    const x = scaleLinear()
      .domain([0, longestMs])
      .range([MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX]);
    const height = TOP + shown.length * ROW_PX + 12;
    return {
      title: 'What each client waits for a new connection',
      description: `${shown.map((client) => `${client.title}: ${saidOf(client)}`).join('. ')}.`,
      height,
      parts: [
        ...heading(
          'What each client waits for a new connection',
          shown.some(({ measuredMs }) => measuredMs !== null)
            ? 'Bars are predicted from the measured addresses; a diamond was timed here'
            : 'Predicted from the measured addresses',
        ),
        line(x(0), TOP - 6, x(0), height - 12, 'l thin s-rule'),
        ...shown.flatMap((client, index) => rowOf(client, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

/** All where clients are the question; the common ones where they are a part of the answer. */
const shownOf = ({ command, clients: all }: Run): readonly ClientPrediction[] =>
  command === 'clients' ? all.toSorted((a, b) => b.predicted.ms - a.predicted.ms) : commonClients(all);

function saidOf(client: ClientPrediction): string {
  const { predicted, measuredMs } = client;
  const said = predicted.outcome === 'fails' ? `✖ fails after ${durationText(predicted.ms)}` : wholeWaitText(client);
  return measuredMs === null ? said : `${said}, timed ${durationText(measuredMs)}`;
}

function rowOf(client: ClientPrediction, y: number, x: (ms: number) => number): readonly Markup[] {
  const { title, predicted, measuredMs } = client;
  const fails = predicted.outcome === 'fails';
  const box = { x: px(x(0)), y, width: Math.max(2, px(x(predicted.ms) - x(0))), height: BAR_PX };
  const endPx = x(Math.max(predicted.ms, measuredMs ?? 0));
  const hint = `${title}: ${saidOf(client)}${predicted.outcome === 'connects' ? `, via ${predicted.via}` : ''}`;
  return [
    words(MARGIN, y + 11, clip(title, LABEL_PX - 10)),
    mark('rect', { ...box, class: fails ? 'f-bad' : 'f-main' }, hint),
    ...(fails ? [element('rect', { ...box, fill: hatch(NAME) })] : []),
    ...(measuredMs === null ? [] : [diamond(x(measuredMs), y + BAR_PX / 2, `timed: ${durationText(measuredMs)}`)]),
    words(endPx + 10, y + 11, saidOf(client), { colour: fails ? 'bad' : 'ink' }),
  ];
}

const diamond = (x: number, y: number, hint: string): Markup =>
  mark('path', { d: `M${px(x - 6)} ${px(y)}l6 -6l6 6l-6 6z`, class: 'f-ground s-ink', 'stroke-width': 2 }, hint);
