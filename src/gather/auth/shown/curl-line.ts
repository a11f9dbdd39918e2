import type { HttpRequest } from '../../../model/http.ts';
import { type Part, partsOf, type Secret } from './parts.ts';
import { shellWord } from './shell-word.ts';

/** The request as a curl command for a POSIX shell, with a variable for each secret. */
export function curlLine(origin: string, request: HttpRequest, secrets: readonly Secret[]): string {
  const { method, path, headers, body } = request;
  const word = (text: string): string => shellWord(partsOf(text, secrets));
  return [
    'curl -i',
    ...(/[[\]{}]/.test(path) ? ['--globoff'] : []),
    ...methodOf(method, body),
    word(`${origin}${path}`),
    ...Object.entries(headers).map(([name, value]) => `-H ${word(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(body === null ? [] : dataOf(request, body, secrets)),
  ].join(' ');
}

function methodOf(method: HttpRequest['method'], body: string | null): readonly string[] {
  if (method === 'HEAD') return ['-I'];
  return method === (body === null ? 'GET' : 'POST') ? [] : [`-X ${method}`];
}

function dataOf({ headers }: HttpRequest, body: string, secrets: readonly Secret[]): readonly string[] {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded') || body === '') {
    return [`--data-raw ${shellWord(partsOf(body, secrets))}`];
  }
  return body.split('&').map((pair) => formField(partsOf(pair, secrets)));
}

/** curl encodes the value of a variable, whose characters are not known here. */
function formField(parts: readonly Part[]): string {
  const [name = '', value, ...more] = parts;
  const isOneVariable = typeof name === 'string' && /^[^=]+=$/.test(name) && typeof value === 'object';
  return `${isOneVariable && more.length === 0 ? '--data-urlencode' : '--data-raw'} ${shellWord(parts)}`;
}
