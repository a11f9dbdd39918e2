/** ASCII spellings of the signs in whyslow's own texts. */
const SPELLED: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '·': '|',
  '→': '->',
  '−': '-',
  '±': '+/-',
  µ: 'u',
  '×': 'x',
  '…': '...',
  '≤': '<=',
  '≥': '>=',
  '’': "'",
  '§': 'section ',
  '\u00a0': ' ',
};

/** The same text in ASCII. A letter without a spelling becomes a question mark. */
export const toAscii = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[^\u0000-\u007f]/gu, (sign) => SPELLED[sign] ?? '?');
