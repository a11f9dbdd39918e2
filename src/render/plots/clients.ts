import { scaleLinear } from 'd3-scale';
import type { ClientPrediction } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import { commonClients, slowestFirst, SHORTEST_SCALE_MS, wholeWaitText } from '../client-text.ts';
import { element, type Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { clip, hatch, heading, line, mark, MARGIN, px, TOP, WIDTH, svgText } from './svg.ts';

const NAME = 'clients';
const LABEL_PX = 220;
const TAIL_PX = 190;
const ROW_PX = 24;
const BAR_PX = 13;
/** The shortest bar: still visible, and wide enough to hover over. */
const THINNEST_PX = 2;

type Scale = ReturnType<typeof scaleLinear<number, number>>;

/** How long each client waits for the same server. */
export const clients: PlotMember = {
  name: NAME,
  draw(run) {
    const shown = shownOf(run);
    if (shown.length === 0) return null;
    const longestMs = Math.max(SHORTEST_SCALE_MS, ...shown.flatMap(waitsOf));
    const x = scaleLinear()
      .domain([0, longestMs])
      .range([MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX]);
    const height = TOP + shown.length * ROW_PX + 12;
    return {
      title: 'How long each client waits for a new connection',
      description: `${shown.map((client) => `${client.title}: ${waitTextOf(client)}`).join('. ')}.`,
      height,
      parts: [
        ...heading('How long each client waits for a new connection', legendOf(shown)),
        line(x(0), TOP - 6, x(0), height - 12, 'l thin s-rule'),
        ...shown.flatMap((client, index) => rowOf(client, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

const fails = ({ predicted }: ClientPrediction): boolean => predicted.outcome === 'fails';

/** The waits that determine the scale. A client that fails has none. */
const waitsOf = (client: ClientPrediction): readonly number[] => [
  ...(fails(client) ? [] : [client.predicted.ms]),
  ...(client.measuredMs === null ? [] : [client.measuredMs]),
];

const legendOf = (shown: readonly ClientPrediction[]): string =>
  [
    'Predicted from the measured addresses',
    ...(shown.some(({ measuredMs }) => measuredMs !== null) ? ['a diamond is a time measured here'] : []),
    ...(shown.some(fails) ? ['✖ and hatched: no connection'] : []),
  ].join('; ');

/** All clients in `whyslow clients`, else the common ones. */
const shownOf = ({ command, clients: all }: Run): readonly ClientPrediction[] =>
  command === 'clients' ? all.toSorted(slowestFirst) : commonClients(all);

function waitTextOf(client: ClientPrediction): string {
  const { predicted, measuredMs } = client;
  const text = predicted.outcome === 'fails' ? `✖ fails after ${durationText(predicted.ms)}` : wholeWaitText(client);
  return measuredMs === null ? text : `${text}, timed ${durationText(measuredMs)}`;
}

/** The bar is as long as the wait. Without a connection it is hatched and takes the whole width. */
function rowOf(client: ClientPrediction, y: number, x: Scale): readonly Markup[] {
  const { title, predicted, measuredMs } = client;
  const failing = fails(client);
  const [, longestMs = 0] = x.domain();
  const barMs = failing ? longestMs : predicted.ms;
  const box = { x: px(x(0)), y, width: Math.max(THINNEST_PX, px(x(barMs) - x(0))), height: BAR_PX };
  const endPx = x(Math.max(barMs, measuredMs ?? 0));
  const hint = `${title}: ${waitTextOf(client)}${predicted.outcome === 'connects' ? `, via ${predicted.via}` : ''}`;
  return [
    svgText(MARGIN, y + 11, clip(title, LABEL_PX - 10)),
    mark('rect', { ...box, class: failing ? 'f-bad' : 'f-main' }, hint),
    ...(failing ? [element('rect', { ...box, fill: hatch(NAME) })] : []),
    ...(measuredMs === null ? [] : [diamond(x(measuredMs), y + BAR_PX / 2, `timed: ${durationText(measuredMs)}`)]),
    svgText(endPx + 10, y + 11, waitTextOf(client), { colour: failing ? 'bad' : 'ink' }),
  ];
}

const diamond = (x: number, y: number, hint: string): Markup =>
  mark('path', { d: `M${px(x - 6)} ${px(y)}l6 -6l6 6l-6 6z`, class: 'f-ground s-ink', 'stroke-width': 2 }, hint);
