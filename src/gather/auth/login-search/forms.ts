/** A form of an HTML page, as its tags describe it. */
export interface Form {
  readonly method: string;
  readonly action: string;
  readonly inputs: readonly Input[];
}

export interface Input {
  /** In lower case; `text` where the tag says nothing. */
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

/** A login page has a few forms. Real tags are shorter, and every bound keeps the time linear in hostile pages. */
const MOST_TAGS = 500;
const LONGEST_TAG = 4_096;

/** The forms of a page with their inputs, in order. Inputs outside of forms are left out. */
export function formsOf(html: string): readonly Form[] {
  const forms: (Form & { readonly inputs: Input[] })[] = [];
  let open: (typeof forms)[number] | null = null;
  for (const { name, attributes } of tagsOf(html)) {
    if (name === 'form') {
      const given = attributesOf(attributes);
      open = { method: (given['method'] ?? 'get').toLowerCase(), action: given['action'] ?? '', inputs: [] };
      forms.push(open);
    } else if (name === '/form') open = null;
    else open?.inputs.push(inputOf(attributesOf(attributes)));
  }
  return forms;
}

const inputOf = ({ type, name, value }: Readonly<Record<string, string>>): Input => ({
  type: (type ?? 'text').toLowerCase(),
  name: name ?? '',
  value: value ?? '',
});

/** Each opening tag is found by its name, and read up to its end or its bound. */
function* tagsOf(html: string): Generator<{ readonly name: string; readonly attributes: string }> {
  let tags = 0;
  for (const match of html.matchAll(/<(form|\/form|input)(?=[\s/>])/gi)) {
    tags += 1;
    if (tags > MOST_TAGS) return;
    const from = match.index + match[0].length;
    const [attributes = ''] = /^(?:"[^"]*"|'[^']*'|[^"'<>])*/.exec(html.slice(from, from + LONGEST_TAG)) ?? [];
    yield { name: (match[1] ?? '').toLowerCase(), attributes };
  }
}

const ATTRIBUTE = /([^\s"'<>/=]{1,100})(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

/** The first of repeated attributes counts (HTML standard, §13.2.5.33). */
function attributesOf(tag: string): Readonly<Record<string, string>> {
  const pairs = [...tag.matchAll(ATTRIBUTE)].map(
    ([, name = '', double, single, bare]) => [name.toLowerCase(), unescaped(double ?? single ?? bare ?? '')] as const,
  );
  return Object.fromEntries(pairs.toReversed());
}

/** A text of HTML with its entities replaced. */
export const unescaped = (text: string): string =>
  text
    .replaceAll(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (entity, hex?: string, decimal?: string) => {
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : entity;
    })
    .replaceAll(/&(amp|quot|apos|lt|gt);/g, (entity) => entities[entity] ?? entity);

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
};
