import { ToolError } from '../../../model/error.ts';
import { shownText } from '../template-text.ts';
import { longNameOf, type OptionKind, optionOf } from './options.ts';

/** The options of a curl command by their long names, in order, with values as templates. */
export interface Arguments {
  readonly texts: readonly (readonly [name: string, value: string])[];
  readonly switches: ReadonlySet<string>;
  /** Options that are ignored and may matter, as they are written. */
  readonly ignored: readonly string[];
  readonly urls: readonly string[];
}

interface Reading {
  readonly texts: (readonly [string, string])[];
  readonly switches: Set<string>;
  readonly ignored: string[];
  readonly urls: string[];
}

/**
 * Reads options as curl does: `-sSL`, `-XPOST`, `--request POST`. `--request=POST` is no syntax of curl.
 * @throws ToolError `bad-curl` (2) for an unknown option, a missing value, and options that need a file or another protocol.
 */
export function readArguments(words: readonly string[]): Arguments {
  const reading: Reading = { texts: [], switches: new Set(), ignored: [], urls: [] };
  let areOptions = true;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!areOptions || !word.startsWith('-') || word === '-') reading.urls.push(word);
    else if (word === '--') areOptions = false;
    else if (word.startsWith('--')) at += readLong(word, words[at + 1], reading);
    else at += readShort(word, words[at + 1], reading);
  }
  return reading;
}

/** An option as it is written, like `-X`, and the text behind its letter: `-XPOST`. */
interface Written {
  readonly name: string;
  readonly written: string;
  readonly attached: string | null;
}

/** @returns how many of the next words were its value. */
const readLong = (word: string, next: string | undefined, reading: Reading): 0 | 1 =>
  take({ name: word.slice(2), written: word, attached: null }, next, reading);

function readShort(word: string, next: string | undefined, reading: Reading): 0 | 1 {
  for (let at = 1; at < word.length; at += 1) {
    const written = `-${word.charAt(at)}`;
    const name = longNameOf(word.charAt(at));
    if (name === null) throw unknown(written);
    const rest = word.slice(at + 1);
    const taken = take({ name, written, attached: rest === '' ? null : rest }, next, reading);
    if (optionOf(name)?.takesValue === true) return taken;
  }
  return 0;
}

function take({ name, written, attached }: Written, next: string | undefined, reading: Reading): 0 | 1 {
  const option = optionOf(name);
  if (option === null) throw unknown(written);
  const value = option.takesValue ? (attached ?? next) : '';
  if (value === undefined) throw withoutValue(written);
  put(option.kind, { name, written, value }, reading);
  return option.takesValue && attached === null ? 1 : 0;
}

function put(
  kind: OptionKind,
  { name, written, value }: { readonly name: string; readonly written: string; readonly value: string },
  { texts, switches, ignored }: Reading,
): void {
  switch (kind) {
    case 'text':
      return void texts.push([name, value]);
    case 'switch':
      return void switches.add(name);
    case 'noted':
      return void ignored.push(written);
    case 'refused':
      throw refused(name, written);
    case 'ignored':
      return;
    default:
      return kind satisfies never;
  }
}

/** The text after an equals sign may be a secret. */
function unknown(written: string): ToolError {
  const [name = ''] = shownText(written).split('=');
  const shown = /^--?[\w.#:-]{1,40}$/.test(name) ? name : 'an option';
  const hint = written.includes('=') ? ' curl takes values as the next word: --request POST.' : '';
  return new ToolError(
    'bad-curl',
    `The command has ${shown}, which is not known as an option of curl.${hint} Leave it out, or correct it.`,
  );
}

const withoutValue = (written: string): ToolError =>
  new ToolError('bad-curl', `The option ${written} has no value. Paste the whole command.`);

const reasons: Readonly<Record<string, string>> = {
  next: 'begins a second request. Import one request at a time',
  'upload-file': 'sends a file. Paste its content as --data-raw',
  config: 'reads options from a file. Write them into the command',
  netrc: 'reads a password from a file. Write it as -u NAME:PASSWORD',
  'netrc-file': 'reads a password from a file. Write it as -u NAME:PASSWORD',
  help: 'asks curl for help and sends no request. Leave it out',
  manual: 'asks curl for help and sends no request. Leave it out',
  version: 'asks curl for its version and sends no request. Leave it out',
};

const refused = (name: string, written: string): ToolError =>
  new ToolError(
    'bad-curl',
    `The option ${written} ${reasons[name] ?? 'makes a request that whyslow cannot repeat. Leave it out'}.`,
  );
