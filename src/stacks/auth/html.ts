const INPUT = /<input\b[^>]*>/gi;

/** The names of the inputs of an HTML page. */
export const inputNames = (html: string): readonly string[] =>
  [...html.matchAll(INPUT)].flatMap(([tag]) => {
    const name = attributeOf(tag, 'name');
    return name === null ? [] : [name];
  });

export const hasInput = (html: string, name: string): boolean => inputNames(html).includes(name);

/** Whether an HTML page has an input of this type. */
export const hasInputOfType = (html: string, type: string): boolean =>
  [...html.matchAll(INPUT)].some(([tag]) => attributeOf(tag, 'type')?.toLowerCase() === type);

function attributeOf(tag: string, name: string): string | null {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag) ?? [];
  return double ?? single ?? bare ?? null;
}
