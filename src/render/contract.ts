import type { Run } from '../model/run.ts';

/** What a format may know of where it will be read. Nothing is looked up: the caller decides once. */
export interface Look {
  /** Columns, 60 to 200. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Where the pages of findings lie, as a URL that ends in a slash; absent where the reader has no links. */
  readonly pages?: string;
}

/** A file that a rendered run refers to by its name, to be written beside it. */
export interface Asset {
  readonly file: string;
  readonly text: string;
}

/** A pure function from a run to text, and to the files that the text needs beside it. */
export interface Renderer {
  render(run: Run, look: Look): string;
  assets?(run: Run): readonly Asset[];
}

/** A format by its name. What draws it is loaded when it is asked for, so that no command waits for the other formats. */
export interface Format {
  readonly name: string;
  readonly file: string;
  load(): Promise<Renderer>;
}
