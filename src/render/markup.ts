/** Characters that XML 1.0 §2.2 forbids even as references: most controls, lone surrogates, U+FFFE, U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (value: string): string =>
  value.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** A parser turns a newline in an attribute into a blank (XML 1.0 §3.3.3) unless it is a character reference. */
const attribute = (value: string): string =>
  escaped(value).replaceAll(/[\t\n\r]/g, (blank) => `&#${blank.codePointAt(0)};`);

/** A part of a document: a string of markup, never untrusted text. */
export interface Markup {
  readonly markup: string;
}

export type Attributes = Readonly<Record<string, string | number>>;

export const textNode = (value: string): Markup => ({ markup: escaped(value) });

export const openTag = (name: string, attributes: Attributes): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('')}`;

/** Elements that may be written as `<name/>` in SVG and in HTML. `<div/>` would be an open `<div>` in HTML. */
const EMPTY = new Set(['rect', 'line', 'path', 'circle', 'polygon', 'meta', 'input', 'br']);

/** `<name key="value">…</name>` on one line, for SVG and HTML. */
export function element(name: string, attributes: Attributes, ...inside: readonly Markup[]): Markup {
  const open = openTag(name, attributes);
  if (inside.length === 0 && EMPTY.has(name)) return { markup: `${open}/>` };
  return { markup: `${open}>${join(inside).markup}</${name}>` };
}

export const join = (parts: readonly Markup[], between = ''): Markup => ({
  markup: parts.map(({ markup }) => markup).join(between),
});
