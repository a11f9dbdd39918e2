import type { MeasureOptions } from '../measure-options.ts';

/** The options of an export, with the values parsed by commander. */
export type ExportFlags = Omit<MeasureOptions, 'color' | 'format'>;
