import type { Run } from '../model/run.ts';

/** How to render. Renderers options nothing up: the caller decides once. */
export interface RenderOptions {
  /** Columns, 60 to 200. */
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
  /** URL of the pages of findings, with a slash at its end. Absent where links cannot be shown. */
  readonly pages?: string;
}

/** A file that a rendered run refers to by name. It is written beside the report. */
export interface Asset {
  readonly file: string;
  readonly text: string;
}

/** A pure function from a run to text, and to the files that the text refers to. */
export interface Renderer {
  render(run: Run, options: RenderOptions): string;
  assets?(run: Run): readonly Asset[];
}

/** A format by its name. Its renderer is loaded on demand, so that no command waits for the other formats. */
export interface Format {
  readonly name: string;
  readonly file: string;
  load(): Promise<Renderer>;
}
