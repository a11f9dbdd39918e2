import type { Command } from 'commander';
import type { SiteValues } from '../flows/workload.ts';
import { ToolError } from '../model/error.ts';
import { variableName } from './request-options.ts';

/** The client of an OAuth server: its id, and the name of the environment variable with its secret. */
export interface ClientSource {
  readonly id: string | null;
  readonly secretEnv: string | null;
}

export const noClient: ClientSource = { id: null, secretEnv: null };

/** The options of a client, with the values parsed by commander. */
export interface ClientOptions {
  readonly clientId?: string | undefined;
  readonly clientSecretEnv?: string | undefined;
}

export const addClientOptions = (command: Command): Command =>
  command
    .option('--client-id <id>', 'client of an OAuth server')
    .option('--client-secret-env <name>', 'environment variable with the secret of that client', variableName);

export const clientSourceOf = ({ clientId, clientSecretEnv }: ClientOptions): ClientSource => ({
  id: clientId ?? null,
  secretEnv: clientSecretEnv ?? null,
});

/** Each part of the second overrides the first. A secret belongs to its client. */
export const overriddenClient = (first: ClientSource, second: ClientSource): ClientSource => ({
  id: second.id ?? first.id,
  secretEnv: second.secretEnv ?? (second.id === null ? first.secretEnv : null),
});

/** @throws ToolError `bad-client`, `no-variable` (exit 2) */
export function clientFrom({ id, secretEnv }: ClientSource): SiteValues['client'] {
  if (secretEnv === null) return { id: id ?? '', secret: '' };
  if (id === null) {
    throw new ToolError('bad-client', 'A secret of a client needs its client: add --client-id ID.');
  }
  const secret = process.env[secretEnv];
  if (secret !== undefined && secret !== '') return { id, secret };
  throw new ToolError(
    'no-variable',
    `The environment variable ${shownName(secretEnv)} is not set: it holds the secret.`,
  );
}

/** A name in another spelling may be the secret itself, written by mistake. */
const shownName = (name: string): string => (/^[A-Z][A-Z0-9_]*$/.test(name) ? name : 'named by clientSecretEnv');
