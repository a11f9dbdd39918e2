import type { IncomingMessage } from 'node:http';
import { refuse } from './refusals.ts';
import type { Reply } from './reply.ts';

/** A login or token fits into one kilobyte; the rest is tolerance for unusual clients. */
const MAX_BODY_BYTES = 64 * 1024;

/** Fatal: a body with invalid UTF-8 is refused. Replacement characters could produce another user's name. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

export type Body = { readonly ok: true; readonly fields: Record<string, unknown> } | Refused;
interface Refused {
  readonly ok: false;
  readonly reply: Reply;
}

export async function readJson(request: IncomingMessage): Promise<Body> {
  if (!isPlainJson(request)) return { ok: false, reply: refuse('unsupported_media_type') };
  const bytes = await readBytes(request);
  if (bytes === null) return { ok: false, reply: refuse('body_too_large') };
  return parse(bytes);
}

function isPlainJson(request: IncomingMessage): boolean {
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  return mediaType === 'application/json' && encoding === 'identity';
}

/**
 * Null if the body is too long. Node drains the rest after the response: closing a socket with unread bytes would reset
 * it, and the client would not receive the response.
 */
function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let lengthBytes = 0;
    request.on('data', (chunk: Buffer) => {
      lengthBytes += chunk.length;
      if (lengthBytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

function parse(bytes: Buffer): Body {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return isObject(value) ? { ok: true, fields: value } : { ok: false, reply: refuse('not_an_object') };
  } catch {
    return { ok: false, reply: refuse('parse_error') };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
