import { parseJson } from '../../../flows/interpreter.ts';
import type { HttpRequest } from '../../../model/http.ts';
import { MASK } from '../../../model/secrets.ts';

export type SentAs = 'json' | 'form' | 'other';

export function sentAs({ headers, body }: HttpRequest): SentAs | null {
  if (body === null) return null;
  const type = headers['content-type'] ?? '';
  if (/json/i.test(type)) return 'json';
  return /x-www-form-urlencoded/i.test(type) ? 'form' : 'other';
}

/** The names of the fields in a body; those of objects inside with the name in front. */
export function sentNames(request: HttpRequest): readonly string[] {
  const body = request.body ?? '';
  const kind = sentAs(request);
  if (kind === 'json') return namesIn(parseJson(body));
  return kind === 'form' ? [...new Set(new URLSearchParams(body).keys())] : [];
}

const namesIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => {
        const inside = namesIn(inner);
        return inside.length === 0 ? [name] : inside.map((each) => `${name}.${each}`);
      });

const words = { json: 'JSON', form: 'a form', other: 'a body' } as const;

/** ` with JSON { email: ***, password: *** }`; empty where the request has no body. */
export function sentText(request: HttpRequest): string {
  const kind = sentAs(request);
  if (kind === null) return '';
  const names = sentNames(request);
  return ` with ${words[kind]}${names.length === 0 ? '' : ` { ${names.map((name) => `${name}: ${MASK}`).join(', ')} }`}`;
}
