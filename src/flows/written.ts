import { ToolError } from '../model/error.ts';
import type { Method } from '../model/http.ts';
import type { Body, Exchange, Flow } from './contract.ts';

/** An exchange as people write it: its method and path in one text, and the kind of its body as a key. */
export interface WrittenExchange extends Omit<Exchange, 'id' | 'method' | 'path' | 'body' | 'expect'> {
  /** `POST /api/carts`, or a path alone, which means GET. */
  readonly request: string;
  /** By default made from the request, like `post-api-carts`. */
  readonly id?: string;
  readonly json?: Extract<Body, { json: unknown }>['json'];
  readonly form?: Extract<Body, { form: unknown }>['form'];
  readonly multipart?: Extract<Body, { multipart: unknown }>['multipart'];
  readonly text?: string;
  /** The media type of `text`. */
  readonly type?: string;
  readonly expect?: Omit<NonNullable<Exchange['expect']>, 'status'> & { readonly status?: number | readonly number[] };
}

const methods: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The method and the path of a request line.
 * @throws ToolError `bad-flow` (2)
 */
export function requestLine(text: string): { readonly method: Method; readonly path: string } {
  const [, word, path = ''] = /^\s*(?:(\S+)\s+)?(\/\S*)\s*$/.exec(text) ?? [];
  const method = word === undefined ? 'GET' : methods.find((known) => known === word.toUpperCase());
  if (method !== undefined && path !== '') return { method, path };
  throw new ToolError(
    'bad-flow',
    `"${text}" is no request. Expected a method and a path, like "POST /api/orders"; methods: ${methods.join(', ')}.`,
  );
}

/** The steps with ids that are unique in the flow. @throws ToolError `bad-flow` (2) */
export function stepsFrom(written: readonly WrittenExchange[]): Flow['steps'] {
  const taken = new Set<string>();
  return written.map((each) => {
    const step = exchangeFrom(each);
    const id = unusedId(step.id, taken);
    taken.add(id);
    return { ...step, id };
  });
}

function unusedId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  let number = 2;
  while (taken.has(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

function exchangeFrom({ request, id, json, form, multipart, text, type, expect, ...same }: WrittenExchange): Exchange {
  const { method, path } = requestLine(request);
  const [body, ...others] = [
    ...(json === undefined ? [] : [{ json }]),
    ...(form === undefined ? [] : [{ form }]),
    ...(multipart === undefined ? [] : [{ multipart }]),
    ...(text === undefined ? [] : [{ text, type: type ?? 'text/plain' }]),
  ] satisfies readonly Body[];
  if (others.length > 0)
    throw new ToolError('bad-flow', `"${request}" has several bodies: keep one of json, form, multipart and text.`);
  return {
    ...same,
    id: id ?? slugOf(`${method} ${path}`),
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(expect === undefined ? {} : { expect: expectFrom(expect) }),
  };
}

const expectFrom = ({ status, ...same }: NonNullable<WrittenExchange['expect']>): NonNullable<Exchange['expect']> => ({
  ...same,
  ...(status === undefined ? {} : { status: typeof status === 'number' ? [status] : status }),
});

/** A suite id has at most 64 characters. */
const LONGEST_SLUG = 60;

/** An id from a text: `POST /api/carts/{{step.cart}}` becomes `post-api-carts`. */
export const slugOf = (text: string): string =>
  text
    .replaceAll(/\{\{[^}]*\}\}|[?#].*$/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replaceAll(/^-+|-+$/g, '');
