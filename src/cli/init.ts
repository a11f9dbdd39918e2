import { existsSync } from 'node:fs';
import { stderr, stdout } from 'node:process';
import { detectStack } from '../gather/auth/detect-stack.ts';
import { openProber } from '../gather/auth/prober.ts';
import { stayOnThisMachine } from '../gather/reach.ts';
import { parseTarget, spelledUrl } from '../gather/target.ts';
import { defaultThresholds } from '../pipelines/request/thresholds.ts';
import { openSender } from '../http/sender.ts';
import { ToolError } from '../model/error.ts';
import type { Run } from '../model/run.ts';
import { conclusionOf } from '../render/conclusion.ts';
import { failedFindings } from '../render/failed.ts';
import { sanitizedText } from '../render/sanitize.ts';
import { statusText } from '../render/measured.ts';
import { requestFor } from '../pipelines/request/index.ts';
import { run } from '../pipelines/run.ts';
import { version } from '../version.ts';
import { configNames } from './config/find.ts';
import { unwritableText, writeAtomically } from './files.ts';
import { interruptible } from './interrupt.ts';
import { startProgress } from './progress.ts';
import { quoted } from './values.ts';
import { noteWildcard } from './wildcard-note.ts';

export interface InitOptions {
  readonly config?: string;
  readonly force?: true;
  readonly user?: string;
  readonly wait?: number;
  readonly allowRemote?: string;
}

const LOGIN_TIMEOUT_MS = 10_000;
const UNREACHABLE = 14;

/**
 * Diagnoses the server and writes a configuration for it.
 * @returns the exit code.
 * @throws ToolError `config-exists`, `unwritable-file`, `remote-target` (exit 2), `unreachable` (exit 14); then nothing is
 * written.
 */
export async function init(url: string, options: InitOptions): Promise<number> {
  const target = parseTarget(url);
  noteWildcard(url, false);
  const path = options.config ?? configNames[0];
  if (options.force !== true) refuseToOverwrite(options.config === undefined ? configNames : [path]);
  await stayOnThisMachine(target, options.allowRemote ?? null);
  const interruption = interruptible();
  const progress = await startProgress(false);
  try {
    const { signal } = interruption;
    const diagnosed = await run(
      requestFor({
        url,
        command: 'diagnose',
        waitMs: options.wait,
        allowRemote: options.allowRemote,
        signal,
        watch: progress.watch,
      }),
    );
    if (diagnosed.exit.code === UNREACHABLE) throw unreachableError(diagnosed);
    if (diagnosed.exit.code !== 0) return diagnosed.exit.code;
    const preset = await presetOf(target);
    progress.stop();
    await write(path, await textFor(path, documentFor(writtenUrl(spelledUrl(url)), preset, options)));
    stdout.write(summaryOf(diagnosed, preset, path, options));
    return 0;
  } finally {
    progress.stop();
    interruption.release();
  }
}

function refuseToOverwrite(paths: readonly string[]): void {
  const existing = paths.find((path) => existsSync(path));
  if (existing === undefined) return;
  throw new ToolError(
    'config-exists',
    `${existing} already exists. Add the server to it by hand, or overwrite it with --force.`,
  );
}

const write = (path: string, text: string): Promise<void> =>
  writeAtomically(path, text).catch((error: unknown) => {
    throw new ToolError('unwritable-file', `${unwritableText(path, error)} Name another file with --config FILE.`);
  });

const unreachableError = ({ exit }: Run): ToolError =>
  new ToolError(
    'unreachable',
    `${sanitizedText(exit.reason)} Nothing was written. To wait for a server that is starting, add --wait 30s.`,
    UNREACHABLE,
  );

async function presetOf(target: ReturnType<typeof parseTarget>): Promise<string | null> {
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: LOGIN_TIMEOUT_MS });
  try {
    const prober = openProber(
      async (request) => (await sender.send(request)).exchanged,
      target.path.split('?', 1)[0] ?? '/',
    );
    return (await detectStack(prober))?.stack.id ?? null;
  } finally {
    await sender.close();
  }
}

/** Query and fragment may hold secrets and are left out, because the configuration is committed with the project. */
const writtenUrl = (url: string): string => url.replace(/[?#][\s\S]*$/, '');

/** The settings that `whyslow run` needs for this server, and the default thresholds. */
const documentFor = (url: string, preset: string | null, { user }: InitOptions) => ({
  $schema: schemaAddress(),
  targets: defaultThresholds.filter(({ weight }) => weight === 'gate').map(({ text }) => text),
  servers: {
    local: {
      url,
      ...(preset === null ? {} : { preset }),
      ...(user === undefined ? {} : { user }),
    },
  },
});

/** The schema for editors: in node_modules where the package is installed, else from the published package. */
function schemaAddress(): string {
  const installed = 'node_modules/whyslow/docs/config.schema.json';
  return existsSync(installed) ? `./${installed}` : `https://unpkg.com/whyslow@${version}/docs/config.schema.json`;
}

async function textFor(path: string, document: ReturnType<typeof documentFor>): Promise<string> {
  if (!/\.ya?ml$/.test(path)) return `${JSON.stringify(document, null, 2)}\n`;
  const { stringify } = await import('yaml');
  const { $schema, ...settings } = document;
  return `# yaml-language-server: $schema=${$schema}\n${stringify(settings)}`;
}

/** cmd and PowerShell have no `NAME=value command`, and their own syntaxes differ. */
const withPassword = (command: string, platform: string): string =>
  platform === 'win32' ? `set WHYSLOW_PASSWORD in the environment, then ${command}` : `WHYSLOW_PASSWORD=… ${command}`;

/** " 404", from the first address of the name that answers. */
function statusOf({ addresses, target }: Run): string {
  const row = addresses.find(({ name, totalMs }) => name === target.host && totalMs !== null);
  return row === undefined ? '' : statusText(row);
}

function summaryOf(diagnosed: Run, preset: string | null, path: string, { user, allowRemote }: InitOptions): string {
  const { product } = diagnosed.target.server;
  const [gravest] = failedFindings(diagnosed);
  const login =
    preset === null
      ? 'No login of a known auth stack was found; whyslow diagnose needs none.'
      : `Auth stack: ${preset}.`;
  const remote = allowRemote === undefined ? '' : ` --allow-remote ${allowRemote}`;
  const command = withPassword(`whyslow run${remote}`, process.platform);
  const next = `${user === undefined ? 'add "user" to it, then ' : ''}${command}`;
  const diagnosis = `whyslow ${quoted(diagnosed.target.url)}${remote}`;
  const { isNoteworthy, measured } = conclusionOf(diagnosed);
  if (isNoteworthy) stderr.write(`${sanitizedText(measured)}\n`);
  if (gravest !== undefined) stderr.write(`${sanitizedText(gravest.summary)} (${diagnosis})\n`);
  return [
    `${diagnosed.target.url} answers${sanitizedText(statusOf(diagnosed))}${product === null ? '' : `, ${sanitizedText(product)}`}. ${login}`,
    `written to ${path}`,
    ...(diagnosed.target.url.includes('?')
      ? ['The query of the URL was left out, since its values may be secrets. Add it to "url" if the server needs it.']
      : []),
    `Next: ${preset === null ? diagnosis : next}`,
    '',
  ].join('\n');
}
