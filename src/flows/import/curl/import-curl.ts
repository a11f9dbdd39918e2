import { ToolError } from '../../../model/error.ts';
import type { Imported, ImportOptions } from '../contract.ts';
import { exchangeOf } from '../exchange.ts';
import { isCredential, isSetByClient } from '../headers.ts';
import { idOf, shownRequest } from '../target.ts';
import { shownText } from '../template-text.ts';
import { openVault } from '../vault.ts';
import { readArguments } from './arguments.ts';
import { cmdWords, isCmd } from './cmd-words.ts';
import { posixWords, type Words } from './posix-words.ts';
import { isPowerShell, powerShellWords } from './powershell-words.ts';
import { requestOf } from './request.ts';

/**
 * One request from a curl command, as browsers, Postman and documentation write it: for bash, cmd or PowerShell. It is
 * kept also where it changes data, since it was named.
 * @throws ToolError `bad-curl` (2)
 */
export function importCurl(text: string, { hasAccount }: Pick<ImportOptions, 'hasAccount'>): Imported {
  const { draft, origin, password, notes } = requestOf(readArguments(wordsOf(text)));
  const headers = draft.headers.filter((header) => !isSetByClient(header));
  const kept = hasAccount ? headers.filter((header) => !isCredential(header)) : headers;
  const vault = openVault('CURL');
  if (password !== null) vault.remember(password);
  const exchange = exchangeOf({ ...draft, headers: kept }, vault);
  const id = idOf(exchange.method, exchange.path);
  const replaced = headers.filter((header) => !kept.includes(header)).map(({ name }) => name);
  return {
    flows: [
      {
        id,
        title: shownRequest(exchange.method, exchange.path),
        noun: 'a request',
        needs: hasAccount ? 'session' : 'nothing',
        steps: [{ id: exchange.method.toLowerCase(), ...exchange }],
      },
    ],
    origin,
    secrets: vault.secrets,
    notes: [...notes, ...replacedNote(replaced), ...hostNote(draft.headers, origin)],
  };
}

const replacedNote = (names: readonly string[]): readonly string[] =>
  names.length === 0
    ? []
    : [`Headers were left out, since the session of the account replaces them: ${names.join(', ')}.`];

/** A virtual host other than that of the URL would be lost without a word. */
function hostNote(
  headers: readonly { readonly name: string; readonly value: string }[],
  origin: string,
): readonly string[] {
  const host = headers.find(({ name }) => name === 'host')?.value;
  if (host === undefined || host.toLowerCase() === new URL(origin).host) return [];
  return ['The header host was left out: the client sends the host of the URL.'];
}

const CURL = /^(?:.*[\\/])?curl(?:\.exe)?$/i;

function wordsOf(text: string): readonly string[] {
  const command = text
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^(?:[$%>#]|PS[^>\n]*>)\s+(?=\S)/, '');
  const { words, rest } = split(command);
  const [program, ...given] = words;
  if (program === undefined || !CURL.test(shownText(program))) {
    throw new ToolError(
      'bad-curl',
      'The text does not begin with curl. Expected a command like the one of "Copy as cURL" in the network tab of a browser.',
    );
  }
  refuseRest(rest);
  return given;
}

function split(command: string): Words {
  if (isCmd(command)) return cmdWords(command);
  return isPowerShell(command) ? powerShellWords(command) : posixWords(command.replaceAll('\r\n', '\n'));
}

/** A pipe or a redirection takes the response, and says nothing about the request. */
function refuseRest(rest: string): void {
  if (/^\s*(?:\||\d?[<>])(?!\|)/.test(rest)) return;
  const more = rest.replaceAll(/^[\s;&|()]+|^\s*#.*$/gm, '').trim();
  if (more === '') return;
  throw new ToolError(
    'bad-curl',
    /^&[^\s&]/.test(rest)
      ? 'The URL contains & outside of quotes, where a shell ends the command. Put the URL in quotes.'
      : 'The text goes on behind the curl command. Expected one command: end each line but the last with a backslash.',
  );
}
