import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';

/** The form of a plot: wide for files and screens, narrow for a phone. Its width is in px of the plot, margins included. */
export interface Frame {
  readonly form: 'wide' | 'narrow';
  readonly width: number;
}

/** A plot, independent of where it is shown. Lengths are in px of the plot. Its heading is no part of the drawing. */
export interface Picture {
  /** What the plot shows, as a sentence with its most important number. */
  readonly title: string;
  /** How to read it. */
  readonly subtitle: string;
  /** The content of the plot as text, with its numbers, for screen readers. */
  readonly description: string;
  readonly height: number;
  readonly parts: readonly Markup[];
}

/** A member of the catalogue of plots. `draw` is pure, and returns null where the run has nothing to show. */
export interface PlotMember {
  /** Part of the file name and of every id but the hatching's, in kebab-case. */
  readonly name: string;
  draw(run: Run, frame: Frame): Picture | null;
}

/** A finished plot as a file. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly svg: string;
}
