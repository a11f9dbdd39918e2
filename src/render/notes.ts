import type { Finding, Opinion } from '../model/finding.ts';
import type { Run } from '../model/run.ts';

export type Note = Finding & Extract<Opinion, { outcome: 'note' }>;

const isNote = (finding: Finding): finding is Note => finding.outcome === 'note';

/** The findings that this one explains. */
export const notesUnder = ({ findings }: Pick<Run, 'findings'>, id: string): readonly Note[] =>
  findings.filter(isNote).filter(({ explainedBy }) => explainedBy === id);

/** The notes that no finding explains. */
export const notesAlone = ({ findings }: Pick<Run, 'findings'>): readonly Note[] =>
  findings.filter(isNote).filter(({ explainedBy }) => explainedBy === null);

/** One line about findings that have the same cause. Empty where there are none. */
export const explainsText = (notes: readonly Note[]): string =>
  notes.length === 0 ? '' : `It explains ${notes.map(({ id, title }) => `${id} (${title})`).join(' and ')}.`;
