import type { Run } from '../model/run.ts';

/** What a format may know of where it will be read. Nothing is looked up: the caller decides once. */
export interface Look {
  /** Columns, 60 to 200. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

/** A pure function from a run to text. */
export interface Format {
  readonly name: string;
  readonly file: string;
  render(run: Run, look: Look): string;
}
