/** A secret, and the shell variable that is written in its place. */
export interface Secret {
  readonly variable: string;
  readonly value: string;
}

/** A part of a text: literal, or a variable. */
export type Part = string | { readonly variable: string };

/** Shorter values could be part of any text, so that only a whole field is replaced. */
const SHORTEST_ANYWHERE = 8;

/** The text with a variable for each secret, also where the secret is percent-encoded or escaped for JSON. */
export function partsOf(text: string, secrets: readonly Secret[]): readonly Part[] {
  const forms = secrets
    .filter(({ value }) => value !== '')
    .flatMap(({ variable, value }) => formsOf(value).map((form) => ({ variable, form })))
    // Longer ones first, since a token may contain another secret. Of two equal ones the first names it.
    .toSorted((a, b) => b.form.length - a.form.length);
  return forms.reduce<readonly Part[]>(
    (parts, each) => parts.flatMap((part) => (typeof part === 'string' ? splitAt(part, each) : [part])),
    [text],
  );
}

const formsOf = (value: string): readonly string[] => [
  ...new Set([
    value,
    encodeURIComponent(wellFormed(value)),
    new URLSearchParams({ v: value }).toString().slice('v='.length),
    JSON.stringify(value).slice(1, -1),
  ]),
];

/** Half a surrogate pair cannot be encoded. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

function splitAt(
  text: string,
  { variable, form }: { readonly variable: string; readonly form: string },
): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
    if (form.length < SHORTEST_ANYWHERE && !isWholeField(text, at, at + form.length)) continue;
    if (at > from) parts.push(text.slice(from, at));
    parts.push({ variable });
    from = at + form.length;
  }
  return from < text.length ? [...parts, text.slice(from)] : parts;
}

const isWholeField = (text: string, start: number, end: number): boolean =>
  /^["=: ]?$/.test(text.slice(Math.max(0, start - 1), start)) && /^["&; ]?$/.test(text.slice(end, end + 1));
