import type { Body, Part } from '../contract.ts';
import { fixed, shownText } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

/** One part of a form with its name; the content is a template. */
export interface NamedPart {
  readonly name: string;
  readonly filename: string | null;
  readonly type: string | null;
  readonly content: string;
}

/**
 * @param text a template of a body with the boundary of its type.
 * @returns null where it is no complete form.
 */
export function partsOf(text: string, type: string): readonly NamedPart[] | null {
  const boundary = /boundary="?([^";\s]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return null;
  const parts = piecesBetween(text, boundary).map(partOf);
  const complete = parts.filter((part) => part !== null);
  return parts.length > 0 && complete.length === parts.length ? complete : null;
}

/** The texts between the boundaries; empty where the body is incomplete. */
function piecesBetween(text: string, boundary: string): readonly string[] {
  const lines = text.includes('\r\n') ? text : text.replaceAll('\n', '\r\n');
  const [before = '', ...pieces] = `\r\n${lines}`.split(`\r\n--${boundary}`);
  return before.trim() === '' && pieces.at(-1)?.trim() === '--' ? pieces.slice(0, -1) : [];
}

function partOf(piece: string): NamedPart | null {
  const [, head = '', content = ''] = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(piece) ?? [];
  const disposition = /^content-disposition:[^\r\n]*$/im.exec(head)?.[0] ?? '';
  const name = quotedIn(disposition, /[; ]name="([^"]*)"/i);
  if (name === null) return null;
  return {
    name,
    filename: quotedIn(disposition, /filename="([^"]*)"/i),
    type: /^content-type:[ \t]*([^\r\n]*)$/im.exec(head)?.[1] ?? null,
    content,
  };
}

/** The quoted text, with the escapes of browsers removed. */
const quotedIn = (text: string, pattern: RegExp): string | null =>
  pattern.exec(text)?.[1]?.replaceAll('%22', '"').replaceAll(/%0D/gi, '\r').replaceAll(/%0A/gi, '\n') ?? null;

/** The form with its secrets in the vault. As data a name is unique, and only a file has a type; other forms are a text. */
export function multipartBody(parts: readonly NamedPart[], vault: Vault): Body {
  const safe = parts.map((part) => ({
    ...part,
    content: vault.isSecret(part.name, shownText(part.content)) ? hidden(vault, part.name, part.content) : part.content,
  }));
  const isRepeated = new Set(safe.map(({ name }) => name)).size < safe.length;
  if (isRepeated || safe.some(({ filename, type }) => filename === null && type !== null)) return multipartText(safe);
  return { multipart: Object.fromEntries(safe.map((part) => [part.name, partBody(part)])) };
}

const partBody = ({ filename, type, content }: NamedPart): Part =>
  filename === null ? content : { filename, type: type ?? 'application/octet-stream', content };

/** Random, so that no content contains it (RFC 2046 §5.1.1). */
const BOUNDARY = 'whyslow-import-93c07be1d2f84a65';

function multipartText(parts: readonly NamedPart[]): Body {
  const texts = parts.map(({ name, filename, type, content }) => {
    const file = filename === null ? '' : `; filename="${quoted(filename)}"`;
    const media = type === null ? '' : `\r\ncontent-type: ${fixed(oneLine(type))}`;
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${quoted(name)}"${file}${media}`;
    return `${head}\r\n\r\n${content}\r\n`;
  });
  return { text: `${texts.join('')}--${BOUNDARY}--\r\n`, type: `multipart/form-data; boundary=${BOUNDARY}` };
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

/** As browsers write it (HTML standard, multipart form data). */
const quoted = (text: string): string =>
  fixed(text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
