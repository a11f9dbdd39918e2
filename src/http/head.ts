/** The status line and headers of one response, and the framing of its body. */
export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly framing: Framing;
  /** Whether the connection can be used again. */
  readonly keepAlive: boolean;
}

export type Framing =
  | { readonly by: 'length'; readonly bytes: number }
  | { readonly by: 'chunks' }
  | { readonly by: 'close' };

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
/** A token, a colon, a value without control characters (RFC 9110 §5.5, §5.6.2). */
// oxlint-disable-next-line no-control-regex -- the pattern rejects control characters
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([^\0-\x08\x0a-\x1f\x7f]*)$/;
/** 15 digits stay below 2^53. */
const LENGTH = /^\d{1,15}$/;
const MOST_HEADERS = 200;
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** @returns null for a text that is not the head of an HTTP/1 response, or that has two lengths. */
export function parseHead(text: string): Head | null {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(statusLine) ?? [];
  if (minor === undefined || lines.length > MOST_HEADERS) return null;
  const parsed = parseHeaders(lines);
  if (parsed === null) return null;
  const { headers, setCookies } = parsed;
  const status = Number(code);
  const framing = framingOf(status, headers);
  if (framing === null) return null;
  return { status, headers, setCookies, framing, keepAlive: framing.by !== 'close' && persists(minor, headers) };
}

/** RFC 9112 §9.3: HTTP/1.1 persists without `close`, HTTP/1.0 only with `keep-alive`. */
function persists(minor: string, headers: Readonly<Record<string, string>>): boolean {
  const connection = (headers['connection'] ?? '').toLowerCase();
  return minor === '1' ? !connection.includes('close') : connection.includes('keep-alive');
}

const NO_COOKIES: readonly string[] = [];

function parseHeaders(lines: readonly string[]): Pick<Head, 'headers' | 'setCookies'> | null {
  // Without a prototype, since a header may be called `constructor` or `__proto__`.
  const headers = Object.create(null) as Record<string, string>;
  let setCookies = NO_COOKIES;
  for (const line of lines) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) return null;
    const key = name.toLowerCase();
    if (key === 'set-cookie') setCookies = [...setCookies, value.trimEnd()];
    const before = headers[key];
    headers[key] = before === undefined ? value.trimEnd() : `${before}, ${value.trimEnd()}`;
  }
  return { headers, setCookies };
}

/** RFC 9112 §6.3, in its order. Two framings at once are rejected, since they are used for request smuggling. */
function framingOf(status: number, headers: Readonly<Record<string, string>>): Framing | null {
  if (status < 200 || BODILESS.has(status)) return { by: 'length', bytes: 0 };
  const [coding, length] = [headers['transfer-encoding'], headers['content-length']];
  if (coding !== undefined) return coding.toLowerCase() === 'chunked' && length === undefined ? { by: 'chunks' } : null;
  return length === undefined ? { by: 'close' } : measured(length);
}

function measured(length: string): Framing | null {
  const [first = '', ...others] = length.split(', ');
  if (!LENGTH.test(first) || others.some((other) => other !== first)) return null;
  return { by: 'length', bytes: Number(first) };
}
