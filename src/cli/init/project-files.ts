import { parseJson } from '../../flows/interpreter.ts';
import { djangoApps } from './dependencies.ts';

/** What one file of a project names. */
export interface Named {
  /** Packages and images, as their registries spell them, in lower case. */
  readonly packages: readonly string[];
  /** Ports that the file sets itself. */
  readonly ports: readonly number[];
  /** Environment variables, without their values. */
  readonly variables: readonly string[];
}

const nothing: Named = { packages: [], ports: [], variables: [] };

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => (found === undefined ? [] : [found]));

const packagesBy =
  (pattern: RegExp) =>
  (text: string): Named => ({
    ...nothing,
    packages: all(text, pattern).map((name) => name.toLowerCase()),
  });

const portsIn = (text: string, pattern: RegExp): readonly number[] => all(text, pattern).map(Number).filter(isPort);

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536;

/** Python names are the same with `-`, `_` and `.` (PEP 503). */
const python =
  (pattern: RegExp) =>
  (text: string): Named => ({
    ...nothing,
    packages: all(text, pattern).map((name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-')),
  });

const SCRIPT_PORT = /(?:--port[= ]|-p[= ]?|\bPORT=)(\d{2,5})\b/g;

function packageJson(text: string): Named {
  const { dependencies, devDependencies, scripts } = objectIn(parseJson(text));
  const packages = [dependencies, devDependencies].flatMap((list) => Object.keys(objectIn(list)));
  const commands = Object.values(objectIn(scripts)).filter((script) => typeof script === 'string');
  return { ...nothing, packages, ports: portsIn(commands.join('\n'), SCRIPT_PORT) };
}

const composerJson = (text: string): Named => ({
  ...nothing,
  packages: Object.keys(objectIn(objectIn(parseJson(text))['require'])).map((name) => name.toLowerCase()),
});

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** The host's port of each mapping, like `- "127.0.0.1:8080:80"`, and the images without registry and tag. */
function compose(text: string): Named {
  const images = all(text, /^\s*image:\s*["']?([\w./-]+)/gm).map((image) => image.replace(/^[\w-]+\.[\w.-]+\//, ''));
  return { ...nothing, packages: images, ports: portsIn(text, /^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):\d+/gm) };
}

const environment = (text: string): Named => ({
  packages: [],
  ports: portsIn(text, /^(?:export )?PORT=["']?(\d{2,5})["']?\s*$/gm),
  variables: all(text, /^(?:export )?([A-Za-z_]\w{0,63})=/gm),
});

const settings = (text: string): Named => ({
  ...nothing,
  packages: ['django', ...Object.entries(djangoApps).flatMap(([app, name]) => (text.includes(app) ? [name] : []))],
});

const urls = (text: string): Named => ({ ...nothing, ports: portsIn(text, /https?:\/\/[^\s"';:/]+:(\d{2,5})/g) });

/** The files that say something of a server, by a pattern of their path. */
export const projectFiles: readonly (readonly [pattern: RegExp, read: (text: string) => Named])[] = [
  [/^manage\.py$/, (): Named => ({ ...nothing, packages: ['django'] })],
  [/^(?:[\w.-]+\/)?settings(?:\/\w+)?\.py$/, settings],
  [/^requirements[\w.-]*\.txt$/, python(/^([A-Za-z0-9][\w.-]*)/gm)],
  [/^pyproject\.toml$/, python(/^\s*["']?([A-Za-z0-9][\w.-]*)(?:\[[\w,]*\])?(?:["']|\s*=|[<>=~! ])/gm)],
  [/^package\.json$/, packageJson],
  [/^composer\.json$/, composerJson],
  [/^Gemfile$/, packagesBy(/^\s*gem\s+["']([\w-]+)["']/gm)],
  [/^pom\.xml$/, packagesBy(/<artifactId>([\w.-]+)<\/artifactId>/g)],
  [/^build\.gradle(?:\.kts)?$/, packagesBy(/["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/g)],
  [/^[\w.-]+\.csproj$/, packagesBy(/(?:Include|Sdk)="([\w.-]+)"/g)],
  [/^(?:appsettings(?:\.\w+)?|Properties\/launchSettings)\.json$/, urls],
  [
    /^src\/main\/resources\/application\.properties$/,
    (text): Named => ({ ...nothing, ports: portsIn(text, /^server\.port\s*=\s*(\d{2,5})/gm) }),
  ],
  [/^(?:docker-)?compose\.ya?ml$/, compose],
  [/^\.env(?:\.\w+)?$/, environment],
];
