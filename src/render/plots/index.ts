import type { Run } from '../../model/run.ts';
import { addresses } from './addresses.ts';
import { beforeAfter } from './before-after.ts';
import { clients } from './clients.ts';
import { concurrency } from './concurrency.ts';
import type { Asset } from '../contract.ts';
import type { Frame, Picture, Plot, PlotMember } from './contract.ts';
import { latency } from './latency.ts';
import { serverTime } from './server-time.ts';
import { fileOf, frames } from './svg.ts';
import { timeline } from './timeline.ts';
import { waits } from './waits.ts';

/** In the order of the report. */
const members: readonly PlotMember[] = [
  beforeAfter,
  addresses,
  waits,
  clients,
  latency,
  serverTime,
  concurrency,
  timeline,
];

/** Every plot for which the run has numbers. */
export const pictures = (
  run: Run,
  frame: Frame = frames.wide,
): readonly { readonly name: string; readonly picture: Picture }[] =>
  members.flatMap(({ name, draw }) => {
    const picture = draw(run, frame);
    return picture === null ? [] : [{ name, picture }];
  });

/**
 * The same plots as files, to be written as `<name>.svg` beside a report. The same run gives the same bytes.
 * @returns none where the run has no numbers for a plot.
 */
export const plots = (run: Run): readonly Plot[] =>
  pictures(run).map(({ name, picture }) => ({
    name: `report-${name}`,
    title: picture.title,
    description: picture.description,
    svg: fileOf(name, picture),
  }));

export const plotFiles = (run: Run): readonly Asset[] =>
  plots(run).map(({ name, svg }) => ({ file: `${name}.svg`, text: svg }));
