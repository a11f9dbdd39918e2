/** A field value is a tab, visible ASCII, spaces and the bytes from 0x80 (RFC 9110 §5.5). */
const NOT_IN_A_HEADER = /[^\t\x20-\x7e\x80-\xff]/u;

const HEX = 16;
/** U+000A, U+2603: at least four digits, as the Unicode standard writes them. */
const FEWEST_DIGITS = 4;

export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(HEX).toUpperCase().padStart(FEWEST_DIGITS, '0')}`;

/** Describes the first character that is not allowed in a header value; null if all are allowed. */
export function unsendableInHeader(text: string): string | null {
  const found = NOT_IN_A_HEADER.exec(text);
  return found === null ? null : `a character that no HTTP header can carry (${codePoint(found[0])})`;
}
