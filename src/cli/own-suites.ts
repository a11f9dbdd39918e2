import { envNamesIn } from '../flows/env-names.ts';
import { noValues } from '../flows/workload.ts';
import { ToolError } from '../model/error.ts';
import type { RunOptions } from '../pipelines/request/contract.ts';
import type { OwnSuite } from '../suites/own.ts';
import type { Job } from './jobs.ts';
import type { RequestOptions } from './request-options.ts';
import { requestOptionIn, requestSuite } from './request-suite.ts';

type OwnChoices = Pick<RunOptions, 'own' | 'onlyOwn' | 'values'>;

/**
 * The own suites of one server: the request that options describe, else those of the configuration.
 * @throws ToolError `bad-request`, `no-variable` (exit 2)
 */
export async function ownSuitesFor({ url, settings }: Job, options: RequestOptions): Promise<OwnChoices> {
  const flag = requestOptionIn(options);
  if (flag === null) return withEnvironment(settings.choices.own ?? [], settings.choices);
  if (url === undefined) {
    throw new ToolError(
      'bad-request',
      `${flag} describes a request to a URL: name the URL, like whyslow load 8000/api/items ${flag} ….`,
    );
  }
  if (options.bearerEnv !== undefined && settings.choices.user !== undefined) {
    throw new ToolError(
      'bad-request',
      '--bearer-env and --user contradict each other: a session brings its own token.',
    );
  }
  return { ...withEnvironment([await requestSuite(url, options)], settings.choices), onlyOwn: true };
}

/** Reads the environment variables that the flows name. */
function withEnvironment(own: readonly OwnSuite[], { values = noValues }: Pick<RunOptions, 'values'>): OwnChoices {
  const names = envNamesIn(own.map(({ flow }) => flow)).filter((name) => !Object.hasOwn(values.env, name));
  const entries = names.map((name) => [name, valueOf(name)] as const);
  return { own, values: { ...values, env: { ...values.env, ...Object.fromEntries(entries) } } };
}

function valueOf(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new ToolError('no-variable', `The environment variable ${name} is not set, and a request needs its value.`);
}
