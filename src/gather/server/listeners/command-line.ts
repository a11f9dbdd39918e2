import { isSecretName, MASK, maskedText } from '../../../model/secrets.ts';
import {
  APPLICATION,
  applicationServers,
  CALLABLE,
  codeOptions,
  flags,
  interpreters,
  knownWords,
  letterFlags,
  PATH,
  SCRIPT,
  singleDashNames,
  valueOptions,
  wrappers,
} from './command-words.ts';
import { isListening, isPlace } from './listening-place.ts';

type Awaited = 'script' | 'application' | 'nothing';

/** The state of the parser between two words. */
interface ParserState {
  readonly port: number | null;
  /** The base name of the program; null at the start, empty after a program that starts another. */
  program: string | null;
  /** The meaning of the next word without a dash: the script of an interpreter, the application of a Python server. */
  awaits: Awaited;
  /** The option whose value may follow. */
  option: string | null;
}

/**
 * A command line as reports may show it. Programs, scripts, known sub-commands, names of options, the port and
 * addresses to listen on are shown. Every other word is masked, since it may be a secret.
 * @param words the arguments; a single one with spaces in it is a process title.
 * @param port the port that the process listens on: a number that equals it is not a secret.
 */
export function redacted(words: readonly string[], port: number | null = null): string {
  const [only = ''] = words;
  const read = words.length === 1 ? wordsOf(only) : words;
  const state: ParserState = { port, program: null, awaits: 'nothing', option: null };
  return maskedText(read.map((word) => shownWord(word, state)).join(' '));
}

/** Splits a command line into words. A quote that is not closed contains the rest. */
export const wordsOf = (line: string): readonly string[] =>
  (line.match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? []).map((word) => word.replaceAll(/["']/g, ''));

/** An option without its value: `--name`, `-n`. */
export function shownOption(word: string): string {
  const [, name = '', sign = ''] = /^(--?[^=:]*)([=:])?/.exec(word) ?? [];
  const shown = optionName(name);
  if (sign !== '') return shown.endsWith(MASK) ? shown : `${shown}${sign}${MASK}`;
  return shown;
}

function shownWord(word: string, state: ParserState): string {
  const { option } = state;
  state.option = null;
  if (option !== null && isSecretName(option)) return MASK;
  if (SEPARATORS.has(word)) return nextCommand(word, state);
  if (state.program !== null && /^-./.test(word) && word !== '--') return optionWord(word, state);
  if (option !== null) return valueWord(option, word, state);
  if (/^\w+=/.test(word)) return assignment(word);
  return awaitsProgram(state) ? programWord(word, state) : positional(word, state);
}

const awaitsProgram = ({ program }: ParserState): boolean => program === null || program === '';

/** Between the commands of a shell. */
const SEPARATORS: ReadonlySet<string> = new Set(['&&', '||', ';', '|']);

function nextCommand(separator: string, state: ParserState): string {
  state.program = null;
  state.awaits = 'nothing';
  return separator;
}

function programWord(word: string, state: ParserState): string {
  if (!PATH.test(word) || /^\d+$/.test(word)) return MASK;
  const name = baseName(word);
  state.program = wrappers.has(name) ? '' : name;
  state.awaits = interpreters.has(name) ? 'script' : applicationBehind(name);
  // Quoted as on Windows, so that it is parsed as one word again.
  return word.includes(' ') ? `"${word}"` : word;
}

/** `python` for `C:\Python311\python3.11.exe`, `nginx` for `nginx:`. */
const baseName = (path: string): string =>
  (path.split(/[/\\]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/\.exe$|:$/, '')
    .replace(/(?<=[a-z])[\d.]+$/, '');

/** Names of environment variables are shown. Another name may be the beginning of a secret that ends in `=`. */
function assignment(word: string): string {
  const [, name = '', value = ''] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
  const isName = /^[A-Z][A-Z0-9_]{0,60}$/.test(name) || isSecretName(name);
  return isName && !/^=*$/.test(value) ? `${name}=${MASK}` : MASK;
}

function optionWord(word: string, state: ParserState): string {
  const isLetters = state.awaits === 'script' && letterFlags[state.program ?? '']?.test(word) === true;
  if (isLetters || showsPlace(word, state.port)) return word;
  if (/[=:]/.test(word)) return shownOption(word);
  if (!flags.has(word)) state.option = word;
  return optionName(word);
}

/** `--port=8000`, `-p8000`. */
function showsPlace(word: string, port: number | null): boolean {
  const [, name, value] = /^([^=:]+)[=:](.*)$/s.exec(word) ?? /^(-[a-zA-Z])([^-].*)$/s.exec(word) ?? [];
  return name !== undefined && value !== undefined && isListening(name, value, port);
}

/** `--name`, `-n`, `-Dname.of.property`, and Java heap sizes. */
const OPTION_NAMES = [
  /^--[A-Za-z][A-Za-z0-9]*(?:[-._][A-Za-z0-9]+)*$/,
  /^-[A-Za-z0-9]$/,
  /^-D[a-z][a-z0-9]*(?:[.-][A-Za-z0-9]+)+$/,
  /^-X(?:m[xsn]|ss)\d+[kmg]?$/i,
];
const LONGEST_NAME = 40;

/** The name of an option. After a single dash and one letter, the rest may be a value and is masked. */
function optionName(word: string): string {
  const isName = OPTION_NAMES.some((name) => name.test(word)) || singleDashNames.has(word.slice(1).toLowerCase());
  if (isName && word.length <= LONGEST_NAME) return word;
  return /^-[A-Za-z]/.test(word) ? `${word.slice(0, 2)}${MASK}` : `--${MASK}`;
}

function valueWord(option: string, word: string, state: ParserState): string {
  if (state.awaits === 'script' && codeOptions.has(option)) return codeWord(word, state);
  if (isListening(option, word, state.port)) return word;
  if (state.awaits === 'script' && isScript(option, word)) return scriptWord(word, state);
  if (option.startsWith('--') && knownWords.has(word.toLowerCase())) return word;
  // An option that is not known to take a value may be a flag, and this word the expected name.
  if (!valueOptions[state.awaits].has(option)) state.awaits = 'nothing';
  return MASK;
}

const isScript = (option: string, word: string): boolean =>
  SCRIPT.test(word) || isKnownPath(word) || (option === '-m' && /^[a-z_][\w.]*$/i.test(word));

/** The code of `node -e` is masked. The code of `sh -c` is a command line. */
function codeWord(word: string, state: ParserState): string {
  state.awaits = 'nothing';
  return /^(?:ba|da|z|k)?sh$/.test(state.program ?? '') ? redacted(wordsOf(word), state.port) : MASK;
}

const applicationBehind = (name: string): Awaited => (applicationServers.has(name) ? 'application' : 'nothing');

function scriptWord(word: string, state: ParserState): string {
  state.awaits = applicationBehind(baseName(word));
  return word;
}

function positional(word: string, state: ParserState): string {
  const { awaits } = state;
  if (awaits === 'script' && PATH.test(word)) return scriptWord(word, state);
  if (awaits === 'application' && APPLICATION.test(word)) {
    state.awaits = 'nothing';
    return word;
  }
  // Process titles use brackets: `(v14.1.0)`, `[shop.wsgi]`.
  const bare = word.replace(/^[([]([^()[\]]*)[)\]]$/, '$1');
  return isKnown(bare) || isPlace(bare, state.port) ? word : MASK;
}

const VERSION = /^v?\d{1,3}(?:\.\d{1,4}){1,3}$/;

const isKnown = (word: string): boolean =>
  knownWords.has(word.toLowerCase()) || isKnownPath(word) || [VERSION, SCRIPT, CALLABLE].some((one) => one.test(word));

const isKnownPath = (word: string): boolean =>
  /[/\\]/.test(word) && PATH.test(word) && (knownWords.has(baseName(word)) || interpreters.has(baseName(word)));
