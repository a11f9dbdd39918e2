import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Method } from '../model/http.ts';

/** Options that describe the one request of a plain URL. */
export interface RequestOptions {
  readonly method?: Method;
  readonly header?: readonly HeaderOption[];
  readonly data?: string;
  readonly jsonBody?: string;
  readonly bearerEnv?: string;
  readonly headerEnv?: readonly HeaderOption[];
}

export interface HeaderOption {
  readonly name: string;
  /** The value; for --header-env the name of the environment variable with the value. */
  readonly value: string;
}

const methods: readonly Method[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const addRequestOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--method <name>', 'method of the request to the URL (default: GET; POST with a body)').choices(
        methods,
      ),
    )
    .option(
      '--header <text>',
      'header of that request, like "Accept: text/html"; repeatable; never a secret',
      headerList,
    )
    .option('--data <text>', 'its body as a form, or of the type that --header names; @FILE takes a file')
    .option('--json-body <json>', 'its body as JSON; @FILE takes a file')
    .option('--bearer-env <name>', 'send the token of that environment variable as Authorization: Bearer', variableName)
    .option(
      '--header-env <text>',
      'header from an environment variable, like "X-Api-Key: API_KEY"; repeatable',
      headerEnvList,
    );

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function headerOf(text: string, example: string): HeaderOption {
  const colon = text.indexOf(':');
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (colon > 0 && NAME.test(name) && value !== '') return { name, value };
  throw new InvalidArgumentError(`Expected a name, a colon and a value, like "${example}".`);
}

const headerList = (text: string, before: readonly HeaderOption[] = []): readonly HeaderOption[] => [
  ...before,
  headerOf(text, 'Accept: text/html'),
];

const headerEnvList = (text: string, before: readonly HeaderOption[] = []): readonly HeaderOption[] => {
  const { name, value } = headerOf(text, 'X-Api-Key: API_KEY');
  return [...before, { name, value: variableName(value) }];
};

/** A text that is no name may be the secret itself, written by mistake. It is not repeated in the error. */
export function variableName(text: string): string {
  if (/^[A-Za-z_]\w{0,99}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the name of an environment variable, like API_TOKEN, and not its value.');
}
