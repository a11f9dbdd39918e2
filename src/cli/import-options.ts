import { type Command, InvalidArgumentError } from 'commander';
import { importers } from '../flows/import/importers.ts';

/** Options that take the suites from a text that the user has. */
export interface ImportFlags {
  readonly curl?: string;
  readonly har?: string;
  readonly openapi?: string;
  readonly httpFile?: string;
  readonly httpEnv?: string;
  readonly includeWrites?: true;
}

export function addImportOptions(command: Command): Command {
  for (const { flag, reads } of importers) command.option(flag, `suites from ${reads}`, given);
  command.option('--http-env <name>', 'environment of http-client.env.json or of VS Code for that file', given);
  return command.option('--include-writes', 'keep the requests of these files that may change data (all but GET)');
}

function given(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Expected a text, a file, or - for standard input.');
}

/** Whether one of these options was given. */
export const isImport = ({ curl, har, openapi, httpFile, httpEnv, includeWrites }: ImportFlags): boolean =>
  [curl, har, openapi, httpFile, httpEnv, includeWrites].some((value) => value !== undefined);
