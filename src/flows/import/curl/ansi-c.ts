/** Escapes of `$'…'` with one sign (bash manual, ANSI-C quoting). */
const SINGLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  E: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /(?:\\x[\da-fA-F]{1,2})+|\\(?:u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3})|c([\s\S])|([\s\S]))/g;

const HEX = 16;
const OCTAL = 8;
const LAST_CODE_POINT = 0x10_ff_ff;
/** Control characters are the letters without their upper bits: `\cA` is U+0001. */
const CONTROL_BITS = 0x1f;
const BYTE = 0xff;

/** The text between the quotes of `$'…'`. */
export const ansiText = (text: string): string =>
  text.replaceAll(ESCAPE, (escape: string, ...groups: (string | undefined)[]) => {
    const [short, long, octal, control, sign = ''] = groups;
    if (escape.startsWith('\\x')) return bytes(escape);
    const hex = short ?? long;
    if (hex !== undefined) return character(Number.parseInt(hex, HEX));
    if (octal !== undefined) return character(Number.parseInt(octal, OCTAL) & BYTE);
    if (control !== undefined) return character(control.charCodeAt(0) & CONTROL_BITS);
    return SINGLE[sign] ?? (/[\\'"?]/.test(sign) ? sign : escape);
  });

const character = (code: number): string => (code > LAST_CODE_POINT ? '\uFFFD' : String.fromCodePoint(code));

/**
 * Bytes are UTF-8 in a terminal. Browsers write `\xe9` for the one character U+00E9 instead, which is no valid UTF-8, so
 * that bytes that are no UTF-8 are taken as characters.
 */
function bytes(escape: string): string {
  const codes = escape
    .split('\\x')
    .slice(1)
    .map((hex) => Number.parseInt(hex, HEX));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(codes));
  } catch {
    return String.fromCodePoint(...codes);
  }
}
