/** What the few signs of our own sentences become where only ASCII can be shown. */
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

/** The same text in ASCII; a letter that has no spelling here becomes a question mark. */
export const toAscii = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[^\u0000-\u007f]/gu, (sign) => SPELLED[sign] ?? '?');
