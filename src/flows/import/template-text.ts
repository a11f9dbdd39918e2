import { literal } from '../template.ts';

/** A part of a template: a fixed text without escapes, or a slot. */
export type Piece =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string };

const SLOT = /\{\{\{\{|\{\{([^{}]*)\}\}/g;

/** Half of a surrogate pair is no character: encoders of URLs and forms throw on it. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/** A text from outside as a template. */
export const fixed = (text: string): string => literal(wellFormed(text));

export const slot = (name: string): string => `{{${name}}}`;

/** Neighbouring fixed texts are one piece. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  let from = 0;
  const flush = (): void => {
    if (text !== '') pieces.push({ kind: 'fixed', text });
    text = '';
  };
  for (const { 0: found, 1: name, index } of template.matchAll(SLOT)) {
    text += template.slice(from, index);
    from = index + found.length;
    if (name === undefined) {
      text += '{{';
      continue;
    }
    flush();
    pieces.push({ kind: 'slot', name: name.trim() });
  }
  text += template.slice(from);
  flush();
  return pieces;
}

/** Changes the fixed texts. `change` returns a template. */
export const withFixed = (template: string, change: (text: string, pieces: readonly Piece[]) => string): string => {
  const pieces = piecesOf(template);
  return pieces.map((piece) => (piece.kind === 'slot' ? slot(piece.name) : change(piece.text, pieces))).join('');
};

/** The text of a template without slots; null for one with slots. */
export function fixedText(template: string): string | null {
  const pieces = piecesOf(template);
  return pieces.some(({ kind }) => kind === 'slot')
    ? null
    : pieces.map((piece) => (piece.kind === 'fixed' ? piece.text : '')).join('');
}

/** The template for messages: values of slots are not known, and `***` stands for them. */
export const shownText = (template: string): string =>
  piecesOf(template)
    .map((piece) => (piece.kind === 'fixed' ? piece.text : '***'))
    .join('');
