import { area, line as lineThrough } from 'd3-shape';
import type { SuiteResult } from '../../model/suite.ts';
import { courseOf, downsampled } from '../course.ts';
import type { Markup } from '../markup.ts';
import { px } from '../plots/svg.ts';
import { tag } from './tags.ts';

const WIDTH_PX = 240;
const HEIGHT_PX = 40;
/** Room for the stroke of the line. */
const EDGE_PX = 2;
/** Four pixels a point: a finer line would be a noisy one. */
const MOST_POINTS = WIDTH_PX / 4;
/** Two points are a line without a course. */
const FEWEST_POINTS = 3;

/** The times of a trial from its start to its end, from zero. It is decoration: the timeline has the numbers. */
export function spark(trial: SuiteResult): readonly Markup[] {
  const course = downsampled(courseOf(trial), MOST_POINTS);
  const longest = Math.max(0, ...course.map((ms) => ms ?? 0));
  if (course.length < FEWEST_POINTS) return [];
  const x = (index: number): number => px((index / (course.length - 1)) * WIDTH_PX);
  const y = (ms: number): number =>
    px(HEIGHT_PX - EDGE_PX - (longest === 0 ? 0 : ms / longest) * (HEIGHT_PX - 2 * EDGE_PX));
  const points = course.map((ms, index) => ({ ms, x: x(index) }));
  const isAnswered = ({ ms }: { readonly ms: number | null }): boolean => ms !== null;
  const line = lineThrough<(typeof points)[number]>(
    ({ x: at }) => at,
    ({ ms }) => y(ms ?? 0),
  ).defined(isAnswered);
  const below = area<(typeof points)[number]>(
    ({ x: at }) => at,
    HEIGHT_PX,
    ({ ms }) => y(ms ?? 0),
  ).defined(isAnswered);
  const failed = points.filter((point) => !isAnswered(point));
  return [
    tag(
      'svg',
      { class: 'spark', viewBox: `0 0 ${WIDTH_PX} ${HEIGHT_PX}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      tag('path', { d: below(points) ?? '', class: 'f-pale fade' }),
      tag('path', { d: line(points) ?? '', class: 'l s-main' }),
      ...failed.map((point) => tag('path', { d: `M${point.x} 0V${HEIGHT_PX}`, class: 'l s-bad' })),
    ),
  ];
}
