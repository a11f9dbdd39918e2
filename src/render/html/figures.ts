import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';
import { pictures } from '../plots/index.ts';
import { figureOf } from '../plots/svg.ts';
import { tag } from './tags.ts';

/** The figure of each plot by its name; none where the run has no numbers for it. */
export function figuresOf(run: Run): (name: string) => readonly Markup[] {
  const drawn = new Map(pictures(run).map(({ name, picture }) => [name, picture]));
  return (name) => {
    const picture = drawn.get(name);
    if (picture === undefined) return [];
    return [tag('figure', { id: `figure-${name}` }, figureOf(name, picture))];
  };
}
