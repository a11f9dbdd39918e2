import { stderr } from 'node:process';
import type { Flow } from '../../flows/contract.ts';
import type { Run } from '../../model/run.ts';
import { conclusionOf } from '../../render/conclusion.ts';
import { failedFindings } from '../../render/failed.ts';
import { statusText } from '../../render/measured.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import { quoted } from '../values.ts';
import type { Seen } from './project.ts';
import type { LookedAt } from './server.ts';

/** What init found and wrote. */
export interface Summary {
  readonly found: LookedAt;
  readonly project: readonly Seen[];
  /** The flows that a run measures. */
  readonly flows: readonly Flow[];
  readonly path: string;
  /** Whether each answer to a GET of the URL was 2xx. */
  readonly isLoadable: boolean;
  readonly options: { readonly user?: string; readonly allowRemote?: string };
}

/** cmd and PowerShell have no `NAME=value command`, and their own syntaxes differ. */
const withPassword = (command: string, platform: string): string =>
  platform === 'win32' ? `set WHYSLOW_PASSWORD in the environment, then ${command}` : `WHYSLOW_PASSWORD=… ${command}`;

/** " 404", from the first address of the name that answers. */
function statusOf({ addresses, target }: Run): string {
  const row = addresses.find(({ name, totalMs }) => name === target.host && totalMs !== null);
  return row === undefined ? '' : statusText(row);
}

/** What to print on stdout. Findings of the diagnosis go to stderr. */
export function summaryOf(diagnosed: Run, summary: Summary): string {
  const { found, project, flows, path, options } = summary;
  const { product } = diagnosed.target.server;
  const remote = options.allowRemote === undefined ? '' : ` --allow-remote ${options.allowRemote}`;
  const diagnosis = `whyslow ${quoted(diagnosed.target.url)}${remote}`;
  reportDiagnosis(diagnosed, diagnosis);
  return [
    `${diagnosed.target.url} answers${sanitizedText(statusOf(diagnosed))}${product === null ? '' : `, ${sanitizedText(product)}`}. ${loginText(found)}`,
    ...(project.length === 0 ? [] : [`Seen in this folder: ${project.map(({ file }) => file).join(', ')}.`]),
    `written to ${path}${flows.length === 0 ? '' : `, with ${flows.length} ${flows.length === 1 ? 'suite' : 'suites'} of your own`}`,
    ...(diagnosed.target.url.includes('?')
      ? ['The query of the URL was left out, since its values may be secrets. Add it to "url" if the server needs it.']
      : []),
    `Next: ${nextStep(summary, `whyslow run${remote}`)}`,
    '',
  ].join('\n');
}

function loginText({ login }: LookedAt): string {
  switch (login.kind) {
    case 'stack':
      return `Auth stack: ${login.id}.`;
    case 'route':
      return `No login of a known auth stack was found, but ${login.login.seen}; the file has lines to complete.`;
    case 'none':
      return 'No login was found; whyslow diagnose and the load of a URL need none.';
    default:
      return login satisfies never;
  }
}

/** The configuration is complete where a run measures something. A password is in no file. */
function nextStep({ found, flows, isLoadable, options }: Summary, command: string): string {
  const { kind } = found.login;
  if (kind === 'stack' && options.user !== undefined) return withPassword(command, process.platform);
  const account = kind === 'stack' ? 'name an account in it' : null;
  if (isLoadable || flows.length > 0) return account === null ? command : `${command}, or ${account} first`;
  return `${account ?? 'add a path that answers 2xx to the url in it'}, then ${command}`;
}

/** What the diagnosis found goes to stderr, since stdout says what was written. */
function reportDiagnosis(diagnosed: Run, diagnosis: string): void {
  const [gravest] = failedFindings(diagnosed);
  const { isNoteworthy, measured } = conclusionOf(diagnosed);
  if (isNoteworthy) stderr.write(`${sanitizedText(measured)}\n`);
  if (gravest !== undefined) stderr.write(`${sanitizedText(gravest.summary)} (${diagnosis})\n`);
}
