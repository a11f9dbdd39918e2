import { literal } from '../flows/template.ts';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import { unsendableInHeader } from '../model/header.ts';
import { isSecretName } from '../model/secrets.ts';
import type { OwnSuite } from '../suites/own.ts';
import { type PlainRequest, plainSuite } from '../suites/plain.ts';
import { readText } from '../system/text-file.ts';
import type { RequestOptions } from './request-options.ts';

const optionNames = {
  method: '--method',
  header: '--header',
  data: '--data',
  jsonBody: '--json-body',
  bearerEnv: '--bearer-env',
  headerEnv: '--header-env',
} as const satisfies Record<keyof RequestOptions, string>;

/** The first of these options that was given; null for none. */
export const requestOptionIn = (options: RequestOptions): string | null =>
  Object.entries(optionNames).find(([key]) => options[key as keyof RequestOptions] !== undefined)?.[1] ?? null;

/**
 * The suite of the request to the URL that these options describe.
 * @throws ToolError `bad-request` (exit 2)
 */
export async function requestSuite(url: string, options: RequestOptions): Promise<OwnSuite> {
  const body = await bodyOf(options);
  const { method = body === null ? 'GET' : 'POST' } = options;
  if (body !== null && (method === 'GET' || method === 'HEAD')) {
    throw new ToolError(
      'bad-request',
      `A ${method} request has no body: leave out --data and --json-body, or name another --method.`,
    );
  }
  const request: PlainRequest = { method, headers: headersOf(options), body };
  return plainSuite(parseTarget(url).path, request);
}

function headersOf({ header = [], headerEnv = [], bearerEnv }: RequestOptions): PlainRequest['headers'] {
  const headers: Record<string, string> = {};
  for (const { name, value } of header) {
    if (isSecretName(name)) throw secretHeader(name);
    const problem = unsendableInHeader(value);
    if (problem !== null)
      throw new ToolError(
        'bad-request',
        `--header "${name}" contains ${problem}, which HTTP does not allow in a header. Correct it.`,
      );
    headers[name.toLowerCase()] = literal(value);
  }
  for (const { name, value } of headerEnv) headers[name.toLowerCase()] = `{{env.${value}}}`;
  if (bearerEnv !== undefined) headers['authorization'] = `Bearer {{env.${bearerEnv}}}`;
  return headers;
}

/** The process list and the history of the shell show every word of a command line. */
const secretHeader = (name: string): ToolError =>
  new ToolError(
    'bad-request',
    `--header "${name}" may hold a secret, and a command line is visible to other programs. Put the value into an environment variable: --header-env "${name}: NAME"${/^authorization$/i.test(name) ? ', or --bearer-env NAME' : ''}.`,
  );

async function bodyOf({ data, jsonBody, header = [] }: RequestOptions): Promise<PlainRequest['body']> {
  if (data !== undefined && jsonBody !== undefined) {
    throw new ToolError('bad-request', '--data and --json-body contradict each other: keep one of them.');
  }
  const given = header.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  if (jsonBody !== undefined) {
    const text = await textOf(jsonBody, '--json-body');
    refuseInvalidJson(text);
    return { text: literal(text), type: given ?? 'application/json' };
  }
  if (data === undefined) return null;
  return { text: literal(await textOf(data, '--data')), type: given ?? 'application/x-www-form-urlencoded' };
}

async function textOf(given: string, flag: string): Promise<string> {
  if (!given.startsWith('@')) return given;
  const path = given.slice(1);
  return readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-request',
      `The file ${path} of ${flag} cannot be read (${error.code}). Name another file, or write the body itself.`,
    );
  });
}

function refuseInvalidJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new ToolError(
      'bad-request',
      '--json-body is not JSON. Expected something like \'{"name":"ada"}\', quoted for your shell.',
    );
  }
}
