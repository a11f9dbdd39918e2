import type { Format } from '../render/contract.ts';
import type { RunOptions } from '../pipelines/request/contract.ts';
import { type ClientSource, noClient, overriddenClient } from './oauth-client.ts';
import { contradictions } from '../pipelines/request/load-plan.ts';

/** The source of a password other than WHYSLOW_PASSWORD and the prompt. Never the password itself. */
export type PasswordSource =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'environment'; readonly name: string };

/** The settings of the flags, or of one part of a configuration. */
export interface MeasureSettings {
  readonly choices: Partial<RunOptions>;
  readonly password: PasswordSource | null;
  /** A file of accounts, instead of one user; null for none. */
  readonly accountsFile: string | null;
  readonly client: ClientSource;
  /** The environment variable with the key of the tokens; null for none. */
  readonly signingKeyEnv: string | null;
  readonly formats: readonly Format[] | null;
  /** The folder of the reports. */
  readonly out: string | null;
}

export const noSettings: MeasureSettings = {
  choices: {},
  password: null,
  accountsFile: null,
  client: noClient,
  signingKeyEnv: null,
  formats: null,
  out: null,
};

/** Merges both. The second overrides the first, and removes options that contradict its own. */
export function overridden(first: MeasureSettings, second: MeasureSettings): MeasureSettings {
  const dropped = contradictions.flatMap(([a, b]) => [
    ...(isSet(second, a) ? [b] : []),
    ...(isSet(second, b) ? [a] : []),
  ]);
  const kept = Object.entries(first.choices).filter(([name]) => !dropped.some((each) => each === name));
  return {
    choices: { ...Object.fromEntries(kept), ...withoutUndefined(second.choices) },
    password: second.password ?? first.password,
    accountsFile: second.accountsFile ?? (second.choices.user === undefined ? first.accountsFile : null),
    client: overriddenClient(first.client, second.client),
    signingKeyEnv: second.signingKeyEnv ?? first.signingKeyEnv,
    formats: second.formats ?? first.formats,
    out: second.out ?? first.out,
  };
}

const isSet = ({ choices }: MeasureSettings, name: keyof RunOptions): boolean =>
  choices[name] !== undefined && choices[name] !== false;

const withoutUndefined = (choices: Partial<RunOptions>): Partial<RunOptions> =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
