import type { Body, JsonTemplate, Part } from './contract.ts';
import { isOneSlot, parseTemplate, type Template } from './template.ts';

/** A body as one template, and its content type. */
export interface BodyTemplate {
  readonly type: string;
  readonly text: Template;
}

/** Random, so that no value of a flow contains it. RFC 2046 §5.1.1. */
const BOUNDARY = 'whyslow-5d1f0c3a9b7e42860f6c1d2b';

/** @throws ToolError `bad-flow` (2) for an invalid template. */
export function parseBody(body: Body, where: string): BodyTemplate {
  if ('json' in body) return { type: 'application/json', text: joined(jsonParts(body.json, where)) };
  if ('form' in body) return { type: 'application/x-www-form-urlencoded', text: formTemplate(body.form, where) };
  if ('multipart' in body) {
    return { type: `multipart/form-data; boundary=${BOUNDARY}`, text: multipartTemplate(body.multipart, where) };
  }
  return { type: body.type, text: parseTemplate(body.text, String, where) };
}

const inJsonString = (value: unknown): string => JSON.stringify(String(value)).slice(1, -1);

function jsonParts(value: JsonTemplate, where: string): Template {
  if (typeof value === 'string') {
    return isOneSlot(value)
      ? parseTemplate(value, (filled) => JSON.stringify(filled), where)
      : ['"', ...jsonTextParts(value, where), '"'];
  }
  if (Array.isArray(value)) return ['[', ...separated(value.map((item: JsonTemplate) => jsonParts(item, where))), ']'];
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  const fields = Object.entries(value).map(([key, inner]): Template => [
    `${JSON.stringify(key)}:`,
    ...jsonParts(inner, where),
  ]);
  return ['{', ...separated(fields), '}'];
}

/** The fixed text inside a JSON string is escaped too. */
const jsonTextParts = (text: string, where: string): Template =>
  parseTemplate(text, inJsonString, where).map((part) => (typeof part === 'string' ? inJsonString(part) : part));

const separated = (items: readonly Template[]): Template =>
  items.flatMap((item, index) => (index === 0 ? item : [',', ...item]));

/** `application/x-www-form-urlencoded` as the URL standard serialises it (§5.2): a space is a plus. */
export const formEncoded = (text: unknown): string =>
  encodeURIComponent(String(text))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** `name=value&…`; the fixed text of a value is encoded like the values put into it. */
export const formTemplate = (fields: Readonly<Record<string, string>>, where: string): Template =>
  joined(
    Object.entries(fields).flatMap(([name, value], index): Template => [
      `${index === 0 ? '' : '&'}${formEncoded(name)}=`,
      ...parseTemplate(value, formEncoded, where).map((part) => (typeof part === 'string' ? formEncoded(part) : part)),
    ]),
  );

const multipartTemplate = (fields: Readonly<Record<string, Part>>, where: string): Template =>
  joined([
    ...Object.entries(fields).flatMap(([name, part]): Template => [
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${quotedName(name)}"${fileHeaders(part)}\r\n\r\n`,
      ...parseTemplate(typeof part === 'string' ? part : part.content, String, where),
      '\r\n',
    ]),
    `--${BOUNDARY}--\r\n`,
  ]);

const fileHeaders = (part: Part): string =>
  typeof part === 'string' ? '' : `; filename="${quotedName(part.filename)}"\r\ncontent-type: ${part.type}`;

/** As browsers write it (HTML standard, multipart form data). */
const quotedName = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Joins neighbouring texts, so that filling in a template takes fewer steps. */
function joined(template: Template): Template {
  const parts: Template[number][] = [];
  for (const part of template) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}
