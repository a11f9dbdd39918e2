import { type ClientPrediction, isNoticeable } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import { commonClients, slowestFirst, SHORTEST_SCALE_MS, wholeWaitText } from '../client-text.ts';
import { element, type Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import { barRows, type BarPlace, type BarRow } from './bar-rows.ts';
import type { PlotMember } from './contract.ts';
import { HATCH, mark, px } from './svg.ts';

const SHAPE = { labelPx: 220, valuePx: 190, barPx: 13, gapPx: 11 } as const;
/** The shortest bar: still visible, and wide enough to hover over. */
const THINNEST_PX = 2;

/** How long each client waits for the same server. */
export const clients: PlotMember = {
  name: 'clients',
  draw(run, frame) {
    const shown = shownOf(run);
    if (shown.length === 0) return null;
    const longestMs = Math.max(SHORTEST_SCALE_MS, ...shown.flatMap(waitsOf));
    return {
      title: titleOf(shown, run.command === 'clients' ? 'clients' : 'common clients'),
      subtitle: legendOf(shown),
      description: `${shown.map((client) => `${client.title}: ${waitTextOf(client)}`).join('. ')}.`,
      ...barRows(
        shown.map((client) => rowOf(client, longestMs)),
        { frame, longestMs, ...SHAPE },
      ),
    };
  },
};

/** "9 of 13 common clients wait up to 2.05 s for a connection, and 1 gets none" */
function titleOf(shown: readonly ClientPrediction[], noun: string): string {
  const failing = shown.filter(fails).length;
  const waiting = shown.filter((client) => isNoticeable(client) && !fails(client));
  const none =
    failing === 0 ? '' : `${failing} of ${shown.length} ${noun} ${failing === 1 ? 'gets' : 'get'} no connection`;
  if (waiting.length === 0) return none === '' ? `All ${shown.length} ${noun} connect at once` : none;
  const longest = durationText(Math.max(...waiting.map(({ predicted }) => predicted.ms)));
  const wait = `${waiting.length} of ${shown.length} ${noun} ${waiting.length === 1 ? 'waits' : 'wait'}${waiting.length === 1 ? '' : ' up to'} ${longest} for a connection`;
  return none === '' ? wait : `${wait}, and ${failing} ${failing === 1 ? 'gets' : 'get'} none`;
}

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

function rowOf(client: ClientPrediction, longestMs: number): BarRow {
  const { title, predicted, measuredMs } = client;
  // Without a connection there is no wait, and the bar takes the whole width.
  const barMs = fails(client) ? longestMs : predicted.ms;
  return {
    label: title,
    value: waitTextOf(client),
    isBad: fails(client),
    fromMs: 0,
    endMs: Math.max(barMs, measuredMs ?? 0),
    caption: '',
    bar: (place) => [
      ...barOf(client, barMs, place),
      ...(measuredMs === null ? [] : [diamond(place.x(measuredMs), place, `timed: ${durationText(measuredMs)}`)]),
    ],
  };
}

/** The bar is as long as the wait. Without a connection it is hatched. */
function barOf(client: ClientPrediction, barMs: number, { x, y, height }: BarPlace): readonly Markup[] {
  const { title, predicted } = client;
  const box = { x: px(x(0)), y: px(y), width: Math.max(THINNEST_PX, px(x(barMs) - x(0))), height };
  const hint = `${title}: ${waitTextOf(client)}${predicted.outcome === 'connects' ? `, via ${predicted.via}` : ''}`;
  return [
    mark('rect', { ...box, class: fails(client) ? 'f-bad' : 'f-main' }, hint),
    ...(fails(client) ? [element('rect', { ...box, fill: HATCH })] : []),
  ];
}

const diamond = (x: number, { y, height }: BarPlace, hint: string): Markup =>
  mark(
    'path',
    { d: `M${px(x - 6)} ${px(y + height / 2)}l6 -6l6 6l-6 6z`, class: 'f-ground s-ink', 'stroke-width': 2 },
    hint,
  );
