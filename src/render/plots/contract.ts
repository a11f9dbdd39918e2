import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';

/** A plot, independent of where it is shown. Lengths are in px of the plot. */
export interface Picture {
  readonly title: string;
  /** The content of the plot as text, with its numbers, for screen readers. */
  readonly description: string;
  readonly height: number;
  readonly parts: readonly Markup[];
}

/** A member of the catalogue of plots. `draw` is pure, and returns null where the run has nothing to show. */
export interface PlotMember {
  /** Part of the file name and of every id in the file, in kebab-case. */
  readonly name: string;
  draw(run: Run): Picture | null;
}

/** A finished plot as a file. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly svg: string;
}
