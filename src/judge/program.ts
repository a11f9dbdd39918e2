import { MASK } from '../model/secrets.ts';

/** The program of a command line and, for an interpreter, its script. Options are ignored, because they may change. */
interface Program {
  readonly name: string;
  readonly path: string;
  readonly script: string | null;
  /** The application argument of gunicorn and uvicorn, `module:attribute`. */
  readonly application: string | null;
}

interface Interpreter {
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options whose value is the script: a module, an archive. */
  readonly script: readonly string[];
  /** Options followed by the program text. */
  readonly inline: readonly string[];
  /** Subcommands before the script. */
  readonly verbs: readonly string[];
}

const interpreter = (over: Partial<Interpreter>): Interpreter => ({
  valued: [],
  script: [],
  inline: [],
  verbs: [],
  ...over,
});

const javascript = interpreter({
  valued: ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--watch-path'],
  inline: ['-e', '--eval', '-p', '--print'],
  verbs: ['run', 'serve', 'watch'],
});
const python = interpreter({ valued: ['-X', '-W'], script: ['-m'], inline: ['-c'] });
const shell = interpreter({ inline: ['-c'] });

const interpreters: Readonly<Partial<Record<string, Interpreter>>> = {
  node: javascript,
  nodejs: javascript,
  bun: javascript,
  deno: javascript,
  tsx: javascript,
  python,
  pypy: python,
  ruby: interpreter({ valued: ['-r', '-I'], inline: ['-e'] }),
  perl: interpreter({ valued: ['-I'], inline: ['-e'] }),
  php: interpreter({ valued: ['-S', '-t', '-c', '-d'], script: ['-f'], inline: ['-r'] }),
  java: interpreter({ valued: ['-cp', '-classpath', '--class-path', '-p', '--module-path'], script: ['-jar', '-m'] }),
  dotnet: interpreter({ verbs: ['run', 'exec', 'watch'] }),
  sh: shell,
  bash: shell,
};

/** Whether two command lines start the same program; other options or another pid are a restart. */
export function isSameProgram(a: string, b: string): boolean {
  const [one, other] = [programOf(a), programOf(b)];
  if (one.name !== other.name) return false;
  if (one.application !== null && other.application !== null && one.application !== other.application) return false;
  if (!(one.name in interpreters)) return isSamePath(one.path, other.path);
  if (one.script === null || other.script === null) return one.script === other.script;
  return isSamePath(one.script, other.script);
}

/** Programs that forward connections, so that the answering program may change behind them. */
const FORWARDERS = new Set([
  'docker-proxy',
  'com.docker.backend',
  'wslrelay',
  'rootlessport',
  'ssh',
  'kubectl',
  'socat',
]);

/** Whether a command line hides the answering program: it forwards the port, or its path is masked. */
export function hidesProgram(command: string): boolean {
  const { name, path, script } = programOf(command);
  return FORWARDERS.has(name) || path.includes(MASK) || script?.includes(MASK) === true;
}

function programOf(command: string): Program {
  const [first = '', ...words] = wordsOf(command);
  const path = first.replace(/:$/, '');
  const name = nameOf(path);
  const known = interpreters[name];
  const application = words.find((word) => /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(\(\))?$/.test(word)) ?? null;
  return { name, path, script: known === undefined ? null : scriptOf(words, known), application };
}

/** On Windows, a path with blanks is quoted. */
const wordsOf = (command: string): readonly string[] =>
  (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));

/** `/usr/bin/python3.11` and `python` are one interpreter; `nginx:` is the process title of nginx. */
const nameOf = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? path)
    .toLowerCase()
    .replace(/\.exe$/, '')
    .replace(/(?<=[a-z])-?\d[\d.]*$/, '');

function scriptOf(words: readonly string[], { valued, script, inline, verbs }: Interpreter): string | null {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (inline.includes(word)) return words.slice(index).join(' ');
    if (script.includes(word)) return `${word} ${words[index + 1] ?? ''}`;
    if (valued.includes(word)) index += 1;
    else if (!word.startsWith('-') && !verbs.includes(word)) return word;
  }
  return null;
}

/** `go run` builds into a new folder at each start. */
const isRebuilt = (path: string): boolean => /[\\/]go-build\d+[\\/]/.test(path);
const isAbsolute = (path: string): boolean => /^(\/|[a-z]:\\)/i.test(path);
const lastOf = (path: string): string | undefined => path.split('/').at(-1);

/** A relative path matches every path that ends with it; two absolute paths must be equal. */
function isSamePath(a: string, b: string): boolean {
  const [one = '', other = ''] = [a, b].map((path) => path.replaceAll('\\', '/').replace(/^\.\//, ''));
  if (one === other) return true;
  if (isRebuilt(a) && isRebuilt(b)) return lastOf(one) === lastOf(other);
  if (isAbsolute(a) && isAbsolute(b)) return false;
  return one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
