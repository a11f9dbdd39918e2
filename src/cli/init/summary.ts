import type { Flow } from '../../flows/contract.ts';
import type { Run } from '../../model/run.ts';
import { conclusionOf } from '../../render/conclusion.ts';
import type { RenderOptions } from '../../render/contract.ts';
import { failedFindings } from '../../render/failed.ts';
import { statusText } from '../../render/measured.ts';
import type { LastLine } from '../../render/next-command.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import { toAscii } from '../../render/terminal/ascii.ts';
import { lastLineOn } from '../../render/terminal/last-line.ts';
import { penFor } from '../../render/terminal/pen.ts';
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

/** " 404", from the first address of the name that answers. */
function statusOf({ addresses, target }: Run): string {
  const row = addresses.find(({ name, totalMs }) => name === target.host && totalMs !== null);
  return row === undefined ? '' : statusText(row);
}

/** The text of stdout: the findings about the project, the written files, and the next command. */
export function summaryText(diagnosed: Run, summary: Summary, look: RenderOptions): string {
  const { found, project } = summary;
  const { url, server } = diagnosed.target;
  const { product } = server;
  const pen = penFor(look);
  const seen = [
    `${url} answers${statusOf(diagnosed)}${product === null ? '' : `, ${product}`}. ${loginText(found)}`,
    ...(project.length === 0 ? [] : [`Seen in this folder: ${project.map(({ file }) => file).join(', ')}.`]),
    ...(url.includes('?')
      ? ['The query of the URL was left out, since its values may be secrets. Add it to "url" if the server needs it.']
      : []),
  ];
  const page = seen.map((text) => `${pen.wrap(sanitizedText(text), 2)}\n`).join('');
  return `${look.unicode ? page : toAscii(page)}\n${lastLineOn(look, lineOf(summary))}`;
}

function loginText({ login }: LookedAt): string {
  switch (login.kind) {
    case 'stack':
      return `Auth stack: ${login.id}.`;
    case 'route':
      return `No login of a known auth stack was found, but ${login.login.seen}. The file has lines to complete.`;
    case 'none':
      return 'No login was found. A diagnosis and the load of a URL need none.';
    default:
      return login satisfies never;
  }
}

/** The configuration is complete where a run measures something. A password is in no file. */
function lineOf({ found, flows, isLoadable, path, options }: Summary): LastLine {
  const count =
    flows.length === 0 ? '' : `, with ${flows.length} ${flows.length === 1 ? 'suite' : 'suites'} of your own`;
  const written = `${path} is written${count}.`;
  const command = `whyslow run${remoteOf(options)}`;
  const hasStack = found.login.kind === 'stack';
  if (hasStack && options.user !== undefined) return { sentence: written, ...withPassword(command, process.platform) };
  if (isLoadable || flows.length > 0) {
    const sentence = hasStack ? `${written} To measure the sign-in, name an account in it.` : written;
    return { sentence, lead: 'Next:', command };
  }
  const lacking = hasStack ? 'name an account in it' : 'add a path that answers 2xx to the url in it';
  return { sentence: `${written} A run needs more: ${lacking}.`, lead: 'Then:', command };
}

/** cmd and PowerShell have no `NAME=value command`, and their own syntaxes differ. */
const withPassword = (command: string, platform: string): Omit<LastLine, 'sentence'> =>
  platform === 'win32'
    ? { lead: 'Next, with WHYSLOW_PASSWORD in the environment:', command }
    : { lead: 'Next:', command: `WHYSLOW_PASSWORD=… ${command}` };

const remoteOf = ({ allowRemote }: Summary['options']): string =>
  allowRemote === undefined ? '' : ` --allow-remote ${allowRemote}`;

/** What the diagnosis found, for stderr; empty where there is nothing to say. */
export function noticesOf(diagnosed: Run, { options }: Summary): readonly string[] {
  const [gravest] = failedFindings(diagnosed);
  const { isNoteworthy, measured } = conclusionOf(diagnosed);
  const diagnosis = `whyslow ${quoted(diagnosed.target.url)}${remoteOf(options)}`;
  return [
    ...(isNoteworthy ? [sanitizedText(measured)] : []),
    ...(gravest === undefined ? [] : [`${sanitizedText(gravest.summary)} (${diagnosis})`]),
  ];
}

export const unreachableText = ({ exit }: Run): string =>
  `${sanitizedText(exit.reason)} Nothing was written. To wait for a server that is starting, add --wait 30s.`;
