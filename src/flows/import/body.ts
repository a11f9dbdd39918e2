import type { Body } from '../contract.ts';
import { formFields, formText, isForm } from './form-body.ts';
import { jsonTemplate, jsonText } from './json-body.ts';
import { multipartBody, type NamedPart, partsOf } from './multipart-body.ts';
import { fixed, piecesOf, shownText } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

/** A body as a text has it. `text` and the contents of parts are templates; `type` is a fixed text. */
export type RawBody =
  | { readonly kind: 'text'; readonly text: string; readonly type: string }
  | { readonly kind: 'parts'; readonly parts: readonly NamedPart[] };

export const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;
export const FORM_TYPE = 'application/x-www-form-urlencoded';
const MULTIPART_TYPE = /^multipart\/form-data\b/i;

/** The same bytes where they have a structure: JSON or a form as data, any other body as a text. Secrets are in the vault. */
export function bodyOf(raw: RawBody, vault: Vault): Body {
  if (raw.kind === 'parts') return multipartBody(raw.parts, vault);
  const { text, type } = raw;
  if (MULTIPART_TYPE.test(type)) {
    const parts = partsOf(text, type);
    return parts === null ? opaque(text, type, vault) : multipartBody(parts, vault);
  }
  if (JSON_TYPE.test(type)) {
    const json = jsonTemplate(text, vault);
    return json === null ? structured(text, type, vault) : { json };
  }
  if (type.toLowerCase().startsWith(FORM_TYPE) && isForm(text)) {
    const form = formFields(text, vault);
    return form === null ? { text: formText(text, vault), type: fixed(type) } : { form };
  }
  return structured(text, type, vault);
}

/** JSON and forms are recognised by their content too: many requests have a wrong type. */
function structured(text: string, type: string, vault: Vault): Body {
  if (isJson(text)) return { text: jsonText(text, vault), type: fixed(type) };
  if (isForm(text)) return { text: formText(text, vault), type: fixed(type) };
  return opaque(text, type, vault);
}

/** Whether the text is JSON once its slots have values. */
function isJson(text: string): boolean {
  const filled = piecesOf(text).map((piece) => (piece.kind === 'fixed' ? piece.text : '0'));
  try {
    JSON.parse(filled.join(''));
    return true;
  } catch {
    return false;
  }
}

/** A text without a known structure is a secret as a whole where a part of it may be one. */
const opaque = (text: string, type: string, vault: Vault): Body => ({
  text: vault.isSecret('', shownText(text)) ? hidden(vault, 'body', text) : text,
  type: fixed(type),
});

/** Whether the content type of the request is the one that this body implies, so that no header is needed. */
export function impliesType(body: Body, type: string): boolean {
  if ('json' in body) return type === 'application/json';
  if ('form' in body) return type === FORM_TYPE;
  return true;
}
