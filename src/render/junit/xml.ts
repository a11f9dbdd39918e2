import { type Attributes, type Markup, openTag } from '../markup.ts';

/** `<name key="value">…</name>` with each child element on its own line. Without children: an empty element. */
export function element(name: string, attributes: Attributes, inside: readonly Markup[] = []): Markup {
  const open = openTag(name, attributes);
  if (inside.length === 0) return { markup: `${open}/>` };
  const [only] = inside;
  if (inside.length === 1 && only?.markup.startsWith('<') === false) {
    return { markup: `${open}>${only.markup}</${name}>` };
  }
  const lines = inside.map(({ markup }) => indented(markup));
  return { markup: `${open}>\n${lines.join('\n')}\n</${name}>` };
}

/** Indents elements only. Blanks inside a text would become part of it. */
const indented = (markup: string): string => markup.replaceAll(/^(?= *<)/gm, '  ');

export const document = (root: Markup): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}\n`;
