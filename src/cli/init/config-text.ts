import { stringify } from 'yaml';
import type { Flow } from '../../flows/contract.ts';
import { envNamesIn } from '../../flows/env-names.ts';
import { writtenFlow } from '../../flows/export/written-flow.ts';
import { configLinesFor } from '../../gather/auth/login-search/config-lines.ts';
import { defaultThresholds } from '../../pipelines/request/thresholds.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import { authStackNamed } from '../../stacks/auth/index.ts';
import { plainId } from '../../suites/plain.ts';
import { type Seen, stacksOf } from './project.ts';
import type { LookedAt, ServerLogin } from './server.ts';

/** All that init knows when it writes. */
export interface Known extends LookedAt {
  readonly url: string;
  readonly user: string | undefined;
  /** Whether each answer to a GET of the URL was 2xx. */
  readonly isLoadable: boolean;
  readonly project: readonly Seen[];
  /** Flows that a run measures. */
  readonly flows: readonly Flow[];
  /** The address of the JSON Schema for editors. */
  readonly schema: string;
}

/** A configuration as JSON, which has no comments: only what applies now. */
export const jsonConfig = ({ schema, ...known }: Known): string =>
  `${JSON.stringify({ $schema: schema, ...flowsOf(known.flows), servers: { local: serverOf(known) } }, null, 2)}\n`;

function serverOf({ url, user, login }: Omit<Known, 'schema'>) {
  const preset = login.kind === 'stack' && user !== undefined ? { preset: login.id, user } : {};
  return { url, ...preset };
}

const flowsOf = (flows: readonly Flow[]) =>
  flows.length === 0 ? {} : { flows: Object.fromEntries(flows.map((flow) => [flow.id, writtenFlow(flow)])) };

/** A configuration as YAML with a comment for each choice. It is complete as it is: the rest is commented out. */
export function yamlConfig(known: Known): string {
  const server = stringify({ url: known.url }).trimEnd();
  return `${[
    `# yaml-language-server: $schema=${known.schema}`,
    '# whyslow run measures the servers of this file. Flags override its settings.',
    ...projectLines(known.project),
    '',
    'servers:',
    '  local:',
    ...[...urlLines(known), server, ...loginLines(known)].map((line) => `    ${line}`),
    '',
    ...thresholdLines(known),
    '',
    ...flowLines(known),
  ].join('\n')}\n`;
}

const commented = (lines: readonly string[]): readonly string[] => lines.map((line) => `# ${line}`);

/** Names come from the files of the project. */
const comment = (text: string): string => `# ${sanitizedText(text).replaceAll(/\s+/g, ' ')}`;

const projectLines = (project: readonly Seen[]): readonly string[] =>
  project.length === 0 ? [] : ['#', ...project.map(({ file, says }) => comment(`${file}: ${says.join(', ')}`))];

/** A run without an account and without flows loads the URL itself. */
const urlLines = ({ isLoadable, flows }: Known): readonly string[] =>
  isLoadable || flows.length > 0
    ? []
    : [comment('GET of this URL is not answered 2xx. For a load, add a path that is.')];

const ACCOUNT = 'The password comes from WHYSLOW_PASSWORD or a prompt, or from passwordFile or passwordEnv.';
const SOMEONE = 'user: ada@example.org';

function loginLines({ login, user, project }: Known): readonly string[] {
  switch (login.kind) {
    case 'stack':
      return stackLines(login, user);
    case 'route':
      return [
        comment(`${login.login.seen}. To measure sessions, complete these lines:`),
        ...commented([...configLinesFor(login.login), userLine(user)]),
      ];
    case 'none':
      return [
        comment('The server shows no login. To measure sessions, name its auth stack, or describe it as auth:'),
        ...commented([`preset: ${stacksOf(project)[0] ?? 'simplejwt'}`, userLine(user)]),
      ];
    default:
      return login satisfies never;
  }
}

const userLine = (user: string | undefined): string =>
  user === undefined ? SOMEONE : stringify({ user }, { lineWidth: 0 }).trimEnd();

function stackLines(
  { id, marks }: ServerLogin & { readonly kind: 'stack' },
  user: string | undefined,
): readonly string[] {
  const client = authStackNamed(id)?.client === 'none' ? [] : ['clientId: ID', 'clientSecretEnv: NAME'];
  const lines = [`preset: ${id}`, userLine(user)];
  return [
    comment(`Recognised: ${marks.join('; ')}.`),
    ...(user === undefined
      ? [comment('To measure sign-in, refresh and a protected route, use these lines:'), ...commented(lines)]
      : lines),
    comment(ACCOUNT),
    ...(client.length === 0 ? [] : [comment('Where the server asks for a client:'), ...commented(client)]),
    comment('The protected route to read is found. Another one:'),
    '# api: /api/me/',
  ];
}

function thresholdLines({ login, user }: Known): readonly string[] {
  const signsIn = login.kind === 'stack' && user !== undefined;
  const texts = signsIn
    ? defaultThresholds.filter(({ weight }) => weight === 'gate').map(({ text }) => text)
    : [`${plainId} p95 < 100ms`];
  return [
    comment(
      signsIn
        ? 'These thresholds are the default, and a missed one fails the run. Others replace them:'
        : 'A threshold that fails the run when it is missed:',
    ),
    ...commented(['targets:', ...texts.map((text) => `  - ${text}`)]),
  ];
}

function flowLines({ flows, api, url }: Known): readonly string[] {
  if (flows.length > 0) {
    const names = envNamesIn(flows);
    return [
      ...(names.length === 0 ? [] : [comment(`Set these environment variables for a run: ${names.join(', ')}`)]),
      ...yamlLines(flows),
    ];
  }
  if (api !== null) {
    return [comment(`Suites of your own. ${url} describes these at ${api.path}:`), ...commented(yamlLines(api.flows))];
  }
  return [comment('Suites of your own:'), ...commented(['flows:', '  items: GET /api/items'])];
}

const yamlLines = (flows: readonly Flow[]): readonly string[] =>
  stringify(flowsOf(flows), { lineWidth: 0 }).trimEnd().split('\n');
