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

/** How far a command line has been read. */
interface Reading {
  readonly port: number | null;
  /** The base name of the program; null before anything was read, empty behind a program that starts another. */
  program: string | null;
  /** The name that a word without a dash has to be: the script of an interpreter, the application of a Python server. */
  awaits: Awaited;
  /** The option whose value may follow. */
  option: string | null;
}

/**
 * A command line as reports may show it. Shown are programs, scripts, known sub-commands, names of options, and values that
 * are the port or an address to listen on; every other word is masked, since any of them may be a secret.
 * @param words the arguments; a single one with spaces in it is a title that the process gave itself.
 * @param port the port that the process listens on: a number that equals it is no secret.
 */
export function redacted(words: readonly string[], port: number | null = null): string {
  const [only = ''] = words;
  const read = words.length === 1 ? wordsOf(only) : words;
  const reading: Reading = { port, program: null, awaits: 'nothing', option: null };
  return maskedText(read.map((word) => shownWord(word, reading)).join(' '));
}

/** The words of a command line that came as one text. A quote that is not closed holds the rest. */
export const wordsOf = (line: string): readonly string[] =>
  (line.match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? []).map((word) => word.replaceAll(/["']/g, ''));

/** An option without its value: `--name`, `-n`. */
export function shownOption(word: string): string {
  const [, name = '', sign = ''] = /^(--?[^=:]*)([=:])?/.exec(word) ?? [];
  const shown = optionName(name);
  if (sign !== '') return shown.endsWith(MASK) ? shown : `${shown}${sign}${MASK}`;
  return shown;
}

function shownWord(word: string, reading: Reading): string {
  const { option } = reading;
  reading.option = null;
  if (option !== null && isSecretName(option)) return MASK;
  if (SEPARATORS.has(word)) return nextCommand(word, reading);
  if (reading.program !== null && /^-./.test(word) && word !== '--') return optionWord(word, reading);
  if (option !== null) return valueWord(option, word, reading);
  if (/^\w+=/.test(word)) return assignment(word);
  return awaitsProgram(reading) ? programWord(word, reading) : positional(word, reading);
}

const awaitsProgram = ({ program }: Reading): boolean => program === null || program === '';

/** Between the commands of a shell. */
const SEPARATORS: ReadonlySet<string> = new Set(['&&', '||', ';', '|']);

function nextCommand(separator: string, reading: Reading): string {
  reading.program = null;
  reading.awaits = 'nothing';
  return separator;
}

function programWord(word: string, reading: Reading): string {
  if (!PATH.test(word) || /^\d+$/.test(word)) return MASK;
  const name = baseName(word);
  reading.program = wrappers.has(name) ? '' : name;
  reading.awaits = interpreters.has(name) ? 'script' : applicationBehind(name);
  // As Windows writes it, so that it is read as one word again.
  return word.includes(' ') ? `"${word}"` : word;
}

/** `C:\Python311\python3.11.exe` is python, `nginx:` is nginx. */
const baseName = (path: string): string =>
  (path.split(/[/\\]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/\.exe$|:$/, '')
    .replace(/(?<=[a-z])[\d.]+$/, '');

/** The names of environment variables are shown; another name may be the begin of a secret that ends in `=`. */
function assignment(word: string): string {
  const [, name = '', value = ''] = /^(\w+)=([\s\S]*)$/.exec(word) ?? [];
  const isName = /^[A-Z][A-Z0-9_]{0,60}$/.test(name) || isSecretName(name);
  return isName && !/^=*$/.test(value) ? `${name}=${MASK}` : MASK;
}

function optionWord(word: string, reading: Reading): string {
  const isLetters = reading.awaits === 'script' && letterFlags[reading.program ?? '']?.test(word) === true;
  if (isLetters || showsPlace(word, reading.port)) return word;
  if (/[=:]/.test(word)) return shownOption(word);
  if (!flags.has(word)) reading.option = word;
  return optionName(word);
}

/** `--port=8000`, `-p8000`. */
function showsPlace(word: string, port: number | null): boolean {
  const [, name, value] = /^([^=:]+)[=:](.*)$/s.exec(word) ?? /^(-[a-zA-Z])([^-].*)$/s.exec(word) ?? [];
  return name !== undefined && value !== undefined && isListening(name, value, port);
}

/** `--name`, `-n`, `-Dname.of.property`, and sizes of a Java heap. */
const OPTION_NAMES = [
  /^--[A-Za-z][A-Za-z0-9]*(?:[-._][A-Za-z0-9]+)*$/,
  /^-[A-Za-z0-9]$/,
  /^-D[a-z][a-z0-9]*(?:[.-][A-Za-z0-9]+)+$/,
  /^-X(?:m[xsn]|ss)\d+[kmg]?$/i,
];
const LONGEST_NAME = 40;

/** A name as it is. Of a single dash with more than a letter, the rest may be a value. */
function optionName(word: string): string {
  const isName = OPTION_NAMES.some((name) => name.test(word)) || singleDashNames.has(word.slice(1).toLowerCase());
  if (isName && word.length <= LONGEST_NAME) return word;
  return /^-[A-Za-z]/.test(word) ? `${word.slice(0, 2)}${MASK}` : `--${MASK}`;
}

function valueWord(option: string, word: string, reading: Reading): string {
  if (reading.awaits === 'script' && codeOptions.has(option)) return codeWord(word, reading);
  if (isListening(option, word, reading.port)) return word;
  if (reading.awaits === 'script' && isScript(option, word)) return scriptWord(word, reading);
  if (option.startsWith('--') && knownWords.has(word.toLowerCase())) return word;
  // Behind an option that is not known to take a value, this may have been the name: the next word may be anything.
  if (!valueOptions[reading.awaits].has(option)) reading.awaits = 'nothing';
  return MASK;
}

const isScript = (option: string, word: string): boolean =>
  SCRIPT.test(word) || isKnownPath(word) || (option === '-m' && /^[a-z_][\w.]*$/i.test(word));

/** The code of `node -e` is the developer's own; that of `sh -c` is a command line. */
function codeWord(word: string, reading: Reading): string {
  reading.awaits = 'nothing';
  return /^(?:ba|da|z|k)?sh$/.test(reading.program ?? '') ? redacted(wordsOf(word), reading.port) : MASK;
}

const applicationBehind = (name: string): Awaited => (applicationServers.has(name) ? 'application' : 'nothing');

function scriptWord(word: string, reading: Reading): string {
  reading.awaits = applicationBehind(baseName(word));
  return word;
}

function positional(word: string, reading: Reading): string {
  const { awaits } = reading;
  if (awaits === 'script' && PATH.test(word)) return scriptWord(word, reading);
  if (awaits === 'application' && APPLICATION.test(word)) {
    reading.awaits = 'nothing';
    return word;
  }
  // Titles put what they tell into brackets: `(v14.1.0)`, `[shop.wsgi]`.
  const bare = word.replace(/^[([]([^()[\]]*)[)\]]$/, '$1');
  return isKnown(bare) || isPlace(bare, reading.port) ? word : MASK;
}

const VERSION = /^v?\d{1,3}(?:\.\d{1,4}){1,3}$/;

const isKnown = (word: string): boolean =>
  knownWords.has(word.toLowerCase()) || isKnownPath(word) || [VERSION, SCRIPT, CALLABLE].some((one) => one.test(word));

const isKnownPath = (word: string): boolean =>
  /[/\\]/.test(word) && PATH.test(word) && (knownWords.has(baseName(word)) || interpreters.has(baseName(word)));
