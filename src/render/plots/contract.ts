import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';

/** What a plot shows, before anything decides where it is shown. Lengths in px of its own `width` × `height`. */
export interface Picture {
  readonly title: string;
  /** The picture in words, for those who do not see it: the same finding with its numbers. */
  readonly description: string;
  readonly height: number;
  readonly parts: readonly Markup[];
}

/** A question that a picture answers. `draw` is pure, and answers null where the run has nothing to show. */
export interface PlotMember {
  /** Names the file and every id in it, in kebab-case. */
  readonly name: string;
  draw(run: Run): Picture | null;
}

/** A finished picture that stands alone: a file of its own. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly svg: string;
}
