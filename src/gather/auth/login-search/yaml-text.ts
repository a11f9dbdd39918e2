/** Control, direction and zero-width characters, which reports replace, and halves of surrogate pairs. */
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
const HEX = 16;

const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(HEX).padStart(4, '0')}`;

/** A text in double quotes. Every JSON string is one of YAML (YAML 1.2 §1.3). */
export const quotedText = (text: string): string =>
  JSON.stringify(text).replaceAll(UNPRINTABLE, (sign) => sign.split('').map(escapedUnit).join(''));

/** These would be read as null, a boolean, or a number. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i;

/** A key or a value that may stand without quotes everywhere. */
const isPlain = (text: string): boolean =>
  /^[\w.-]+$/.test(text) && /[a-z]/i.test(text) && !RESERVED.test(text) && Number.isNaN(Number(text));

export const yamlText = (text: string): string => (isPlain(text) ? text : quotedText(text));

/** The fields of a flow mapping, in order. A list of pairs, since a name may be `__proto__`. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** `{ email: "{{username}}", password: "{{password}}" }`. Values are YAML already. */
export const flowMapping = (pairs: Pairs): string =>
  `{ ${pairs.map(([name, value]) => `${yamlText(name)}: ${value}`).join(', ')} }`;
