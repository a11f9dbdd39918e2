/** What XML 1.0 §2.2 has no place for, in no spelling: most controls, lone halves of surrogate pairs, U+FFFE, U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (value: string): string =>
  value.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** A reader turns a newline inside an attribute into a blank (XML 1.0 §3.3.3) unless it is written as a number. */
const attribute = (value: string): string =>
  escaped(value).replaceAll(/[\t\n\r]/g, (blank) => `&#${blank.codePointAt(0)};`);

/** A part of a document: a string that is markup already, and never text from outside. */
export interface Markup {
  readonly markup: string;
}

export const textNode = (value: string): Markup => ({ markup: escaped(value) });

/** `<name key="value">…</name>`, or an empty element where there is nothing inside. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inside: readonly Markup[] = [],
): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const open = `<${name}${written.join('')}`;
  if (inside.length === 0) return { markup: `${open}/>` };
  const [only] = inside;
  if (inside.length === 1 && only?.markup.startsWith('<') === false) {
    return { markup: `${open}>${only.markup}</${name}>` };
  }
  const lines = inside.map(({ markup }) => indented(markup));
  return { markup: `${open}>\n${lines.join('\n')}\n</${name}>` };
}

/** Only in front of elements: blanks inside a text would be part of it. */
const indented = (markup: string): string => markup.replaceAll(/^(?= *<)/gm, '  ');

export const document = (root: Markup): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}\n`;
