import type { Run } from '../../model/run.ts';
import { pictures } from '../plots/index.ts';
import { alternative } from './escape.ts';

/** A plot of the run as a line of Markdown. Empty where the run has no numbers for it. */
export type PictureOf = (name: string) => string;

/**
 * The files lie beside the report, so that the links survive moving both. The alternative text is the title, which is one
 * sentence: the tables of the report have the numbers, and the file describes all of them.
 */
export function picturesOf(run: Run): PictureOf {
  const drawn = new Map(
    pictures(run).map(({ name, picture: { title } }) => [name, `![${alternative(`${title}.`)}](report-${name}.svg)`]),
  );
  return (name) => drawn.get(name) ?? '';
}

/** A section with its plots at its end. An empty section stays empty. */
export function withPlots(section: string, ...shown: readonly string[]): string {
  const there = shown.filter((picture) => picture !== '');
  return section === '' ? '' : [section, ...there].join('\n\n');
}
