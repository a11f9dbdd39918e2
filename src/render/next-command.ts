import { commands, type Run } from '../model/run.ts';
import { maskedUrl } from '../model/secrets.ts';
import { quotedFor } from '../model/shell.ts';

/** The last line of a result: what it means, and the command to type next. */
export interface LastLine {
  /** One sentence with its full stop. */
  readonly sentence: string;
  /** What the command is for, such as "Next:". */
  readonly lead: string;
  readonly command: string;
}

/** The command line of a run, from which the next one is made. */
export interface TypedLine {
  /** The same command again, without options of its output and the comparison with an earlier run. */
  readonly again: string;
  /** The name with which --against finds this run, where it was written as usual. */
  readonly saved: string;
  /** The server as it was typed: `8000`, `localhost:8000` or a URL. */
  readonly server: string;
  /** Another command for the same server. `signsIn` keeps the options of the account. */
  other(name: string, options?: { readonly signsIn?: boolean }): string;
}

/** Options that say which server is meant. */
const OF_SERVER = ['--allow-remote', '--config', '--server'];
/** Options that say how to sign in there. */
const OF_ACCOUNT = ['--user', '--password-file', '--preset', '--auth-url', '--api'];
/** These commands take a server from the configuration; the others need it typed. */
const TAKES_CONFIG: ReadonlySet<string> = new Set(['run', 'load', 'verify']);

/** Words of a command line with their quotes. */
const WORD = /(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g;

/** Reads the command line of a run. It is masked already, so it contains no secret. */
export function typedLine({ reproduce, target }: Pick<Run, 'reproduce' | 'target'>): TypedLine {
  const words = reproduce.match(WORD) ?? [];
  const typed =
    positional(words) ?? words.find((word, index) => isServer(word, words[index - 1] ?? '', target)) ?? null;
  const server = typed ?? quotedFor(maskedUrl(target.url), 'posix');
  const isConfigured = typed === null && words.length > 0;
  return {
    again: repeated(words),
    saved: savedBy(words),
    server,
    other(name, { signsIn = false } = {}) {
      const place = isConfigured && TAKES_CONFIG.has(name) ? [] : [server];
      const kept = [...OF_SERVER, ...(signsIn ? OF_ACCOUNT : [])].flatMap((option) => optionIn(words, option));
      return ['whyslow', ...(name === 'diagnose' ? [] : [name]), ...place, ...kept].join(' ');
    },
  };
}

/** The word behind `whyslow`, or behind its command. */
function positional(words: readonly string[]): string | null {
  const first = words[1] ?? '';
  // The word behind `report` is a file.
  if (first === 'report') return null;
  const word = commands.some((name) => name === first) ? words[2] : first;
  return word === undefined || word === '' || word.startsWith('-') ? null : word;
}

/** Whether a word behind options names the measured server, and is not the value of an option that names another. */
function isServer(word: string, before: string, { url, host, port }: Run['target']): boolean {
  if (before === '--auth-url' || word.startsWith('-')) return false;
  const bare = word.replaceAll(/['"]/g, '');
  if (URL.canParse(bare) && bare.includes('://')) return new URL(bare).origin === new URL(url).origin;
  return isAuthority(bare, host, port);
}

/** `8000`, `:8000` or `localhost:8000`, each with a path or without. */
function isAuthority(word: string, host: string, port: number): boolean {
  const [, name = '', number = ''] = /^(?:(.*?):)?(\d+)(?=$|[/?#])/.exec(word) ?? [];
  return Number(number) === port && (name === host || (name === '' && host === 'localhost'));
}

/** The option with its value, as one or two words. */
const optionIn = (words: readonly string[], option: string): readonly string[] =>
  placesOf(words, option).flatMap((place) => words[place] ?? []);

/** Options of the output. The next command prints its result to the terminal. */
const OF_OUTPUT: ReadonlySet<string> = new Set(['--json', '--quiet']);

function repeated(words: readonly string[]): string {
  const dropped = new Set(['--against', '--out'].flatMap((option) => placesOf(words, option)));
  return words.filter((word, index) => !dropped.has(index) && !OF_OUTPUT.has(word)).join(' ');
}

function placesOf(words: readonly string[], option: string): readonly number[] {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  if (at === -1) return [];
  return words[at] === option ? [at, at + 1] : [at];
}

/** The name with which --against finds the run that these words saved. */
function savedBy(words: readonly string[]): string {
  const folder =
    optionIn(words, '--out')
      .at(-1)
      ?.replace(/^--out=/, '') ?? null;
  return folder === null ? 'last' : `${folder}/run.json`;
}
