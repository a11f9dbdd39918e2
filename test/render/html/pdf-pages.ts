import { inflateSync } from 'node:zlib';

export interface PdfPage {
  /** How often the page shows text (the operators Tj and TJ, ISO 32000-1 §9.4.3). */
  readonly texts: number;
}

/** The pages of a PDF as Chromium writes it: one object a page, and its content in one compressed stream. */
export function pdfPages(file: Buffer): readonly PdfPage[] {
  const text = file.toString('latin1');
  const pages = [...text.matchAll(/\/Type \/Page\b(?!s)[\s\S]*?\/Contents (\d+) 0 R/g)].map(([, id = '']) => id);
  return pages.map((id) => ({ texts: [...contentOf(text, id).matchAll(/\bTJ?\b|\bTj\b/g)].length }));
}

function contentOf(text: string, id: string): string {
  const start = text.search(new RegExp(`(?:^|\\n)${id} 0 obj`));
  const from = text.indexOf('stream\n', start) + 'stream\n'.length;
  const to = text.indexOf('endstream', from);
  return inflateSync(Buffer.from(text.slice(from, to), 'latin1')).toString('latin1');
}
